namespace Tutti.Learning.Data.Sources.Tables;

/// <summary>
/// Reads UCI's forest cover types (J. A. Blackard, Colorado State University, 1998): <c>covtype.data</c>, plain or <c>.gz</c>, in full or
/// in part: rows of 54 whole numbers and a class of 1 to 7, without a header.
/// </summary>
public static class CovertypeFile
{
    private const int FeatureCount = 54, WildernessAreas = 4, SoilTypes = 40, ClassCount = 7;

    private static readonly string[] Measurements =
    [
        "Elevation", "Aspect", "Slope", "Horizontal_Distance_To_Hydrology", "Vertical_Distance_To_Hydrology",
        "Horizontal_Distance_To_Roadways", "Hillshade_9am", "Hillshade_Noon", "Hillshade_3pm", "Horizontal_Distance_To_Fire_Points",
    ];

    /// <summary>UCI's names of the classes, in the order of their numbers.</summary>
    internal static IReadOnlyList<string> ClassNames { get; } =
        ["Spruce/Fir", "Lodgepole Pine", "Ponderosa Pine", "Cottonwood/Willow", "Aspen", "Douglas-fir", "Krummholz"];

    /// <summary>Reads a whole file. The classes 1 to 7 of the file become 0 to 6, whether all of them occur or not.</summary>
    /// <param name="path">The file.</param>
    /// <returns>54 columns with UCI's names, and the classes with theirs.</returns>
    /// <exception cref="InvalidDataException">A row is broken, has not 55 fields, or a class that does not exist.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NumericTable Read(string path)
    {
        var table = CsvFile.Read(path, new CsvOptions { HasHeader = false });
        if (table.RowCount > 0 && table.ColumnCount != FeatureCount + 1)
            throw new InvalidDataException(
                $"CovertypeFile: '{path}' has other columns. Got {table.ColumnCount}. Expected {FeatureCount} features and a class. " +
                "Get covtype.data from UCI.");
        var values = new float[table.RowCount * FeatureCount];
        var labels = new int[table.RowCount];
        for (var row = 0; row < table.RowCount; row++)
        {
            var source = table.Row(row);
            source[..FeatureCount].CopyTo(values.AsSpan(row * FeatureCount));
            labels[row] = (int)source[FeatureCount] - 1;
            if (labels[row] is < 0 or >= ClassCount || labels[row] + 1 != source[FeatureCount])
                throw new InvalidDataException(
                    $"CovertypeFile: an impossible class in '{path}', row {row + 1}, column {FeatureCount + 1}. Got " +
                    $"{source[FeatureCount]}. Expected 1 to {ClassCount}. Get covtype.data from UCI.");
        }
        return new NumericTable(NameColumns(), table.RowCount, values, labels, ClassNames);
    }

    private static string[] NameColumns() =>
    [
        .. Measurements,
        .. Enumerable.Range(1, WildernessAreas).Select(number => $"Wilderness_Area{number}"),
        .. Enumerable.Range(1, SoilTypes).Select(number => $"Soil_Type{number}"),
    ];
}

namespace Tutti.Learning.Data.Sources.Tables;

/// <summary>
/// Reads ECG5000 of the UCR archive as normal and anomalous heartbeats: 5,000 beats of 140 samples, the archive's training and test parts
/// pooled. The archive's class 1 is normal, its classes 2 to 5 are anomalous.
/// </summary>
public static class Ecg5000Folder
{
    private const int SampleCount = 140;

    private const string TrainName = "ECG5000_TRAIN.txt", TestName = "ECG5000_TEST.txt";
    private const string BinaryTestName = "ECG5000_TEST_binary_reconstructed.csv";

    /// <summary>The names of the two classes, in the order of their numbers.</summary>
    internal static IReadOnlyList<string> ClassNames { get; } = ["normal", "anomalous"];

    /// <summary>Reads a folder: first the training beats, then the test beats, in their files' order.</summary>
    /// <param name="folder">
    /// Holds <c>ECG5000_TRAIN.txt</c>, and <c>ECG5000_TEST.txt</c> or, where only normal and anomalous are told apart (0 and 1),
    /// <c>ECG5000_TEST_binary_reconstructed.csv</c>. In the latter normal beats come first: shuffle before splitting.
    /// </param>
    /// <returns>The beats; class 0 is <c>normal</c>, class 1 <c>anomalous</c>.</returns>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is broken, or a beat has not 140 samples.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static NumericTable Read(string folder)
    {
        var train = ReadPart(Require(folder, TrainName), normal: "1", ["1", "2", "3", "4", "5"]);
        var original = Path.Combine(folder, TestName);
        var test = File.Exists(original)
            ? ReadPart(original, normal: "1", ["1", "2", "3", "4", "5"])
            : ReadPart(Require(folder, BinaryTestName), normal: "0", ["0", "1"]);
        return new NumericTable(
            train.ColumnNames, train.RowCount + test.RowCount, [.. train.Values, .. test.Values],
            [.. train.Labels!, .. test.Labels!], train.ClassNames);
    }

    private static string Require(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? path : throw new FileNotFoundException(
            $"Ecg5000Folder: a file is missing. Got the folder '{folder}'. Expected {name} in it.", path);
    }

    private static NumericTable ReadPart(string path, string normal, string[] known)
    {
        var part = UcrFile.Read(path);
        if (part.ColumnCount != SampleCount)
            throw new InvalidDataException(
                $"Ecg5000Folder: the beats in '{path}' have another length. Got {part.ColumnCount} samples. Expected {SampleCount}. " +
                "Check that the file belongs to ECG5000.");
        var names = part.ClassNames!;
        if (names.FirstOrDefault(name => !known.Contains(name)) is { } other)
            throw new InvalidDataException(
                $"Ecg5000Folder: an unknown class in '{path}'. Got {other}. Expected one of {string.Join(", ", known)}. " +
                "Check that the file belongs to ECG5000.");
        int[] labels = [.. part.Labels!.Select(label => names[label] == normal ? 0 : 1)];
        return part with { Labels = labels, ClassNames = ClassNames };
    }
}

using Tutti.Learning.Data.Sources.Arrays;
using Tutti.Tensors;

namespace Tutti.Experiments.Data;

/// <summary>Rows in a MATLAB file, named as <c>tutti train --data FILE.mat</c> expects them: <c>x</c>, a row a sample, and <c>y</c>, the
/// classes.</summary>
internal static class MatSamples
{
    private const string Samples = "x", Labels = "y";

    internal static void Write(string path, LabelledRows rows) => MatFile.Write(path,
    [
        MatVariable.Of(Samples, NumericArray.From(rows.Values, [rows.Count, rows.Width])),
        MatVariable.Of(Labels, NumericArray.From(rows.Labels, [rows.Count, 1])),
    ], compress: false); // principal components hardly compress, and every worker reads the file

    /// <exception cref="InvalidDataException">The file is no such file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static LabelledRows Read(string path)
    {
        var variables = MatFile.Read(path, [Samples, Labels]).ToDictionary(variable => variable.Name, variable => variable.Array);
        var labels = Array.ConvertAll(variables[Labels].ToInt64s(), label => checked((byte)label));
        var samples = variables[Samples];
        return new LabelledRows(Path.GetFileNameWithoutExtension(path), samples.ToSingles(), labels, samples.Shape[1], labels.Max() + 1);
    }
}

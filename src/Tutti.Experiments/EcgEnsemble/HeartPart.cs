using Tutti.Learning.Data;

namespace Tutti.Experiments.EcgEnsemble;

/// <summary>Beats that are judged.</summary>
/// <param name="Samples">The beats.</param>
/// <param name="Classes">The class of each; 0 is usual.</param>
/// <param name="Patients">Whose beat it is; each beat its own number where patients are not known.</param>
internal sealed record HeartPart(ISampleSource Samples, long[] Classes, long[] Patients)
{
    /// <summary>Some rows of a data set.</summary>
    internal static HeartPart Of(ClassificationDataset data, int[] rows)
    {
        var classes = data.CopyLabels();
        return new HeartPart(new SourceSubset(data, rows), [.. rows.Select(row => classes[row])],
            [.. rows.Select(row => data.Groups is { } groups ? groups[row] : (long)row)]);
    }
}

namespace Tutti.Experiments.Data;

/// <summary>Samples of numbers with a class each, in memory: row-major values, a label a row.</summary>
/// <param name="Name">What they are called.</param>
/// <param name="Values">All rows, one after the other.</param>
/// <param name="Labels">A class number a row.</param>
/// <param name="Width">How many values a row has.</param>
/// <param name="ClassCount">How many classes there are.</param>
internal sealed record LabelledRows(string Name, float[] Values, byte[] Labels, int Width, int ClassCount)
{
    internal int Count => Labels.Length;

    /// <summary>The first rows, copied.</summary>
    internal LabelledRows Take(int count) => this with { Values = Values[..(count * Width)], Labels = Labels[..count] };
}

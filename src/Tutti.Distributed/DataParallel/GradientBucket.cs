namespace Tutti.Distributed;

/// <summary>Gradients that are reduced together: a range of a shard's memory.</summary>
/// <param name="Start">The first element.</param>
/// <param name="Count">How many.</param>
/// <param name="FirstParameter">The first of the parameters in it.</param>
/// <param name="ParameterCount">How many parameters it has; all must be final before it can be reduced.</param>
internal readonly record struct GradientBucket(int Start, int Count, int FirstParameter, int ParameterCount)
{
    internal int End => Start + Count;

    internal int EndParameter => FirstParameter + ParameterCount;
}

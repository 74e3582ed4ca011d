namespace Tutti.Distributed;

/// <summary>What a way to sum remembers of a parameter from step to step.</summary>
/// <param name="Kind">What it is, one word.</param>
/// <param name="Parameter">The parameter's index.</param>
/// <param name="Shard">The logical shard whose owner has it; null if every rank has the same.</param>
/// <param name="Count">How many numbers.</param>
/// <param name="Read">The numbers; null where another rank has them.</param>
/// <param name="Restore">Takes over as many numbers; null where another rank has them.</param>
internal sealed record RememberedValues(
    string Kind, int Parameter, int? Shard, int Count, Func<ReadOnlySpan<float>>? Read, Action<ReadOnlySpan<float>>? Restore)
{
    internal const string Residual = "residual", Factor = "factor";
}

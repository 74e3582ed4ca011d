using Tutti.Communication;
using Tutti.Communication.Collectives;
using Tutti.Learning.Compression;
using Tutti.Learning.Training;

namespace Tutti.Distributed;

/// <summary>
/// What compression remembers, by logical names: <c>residual.SHARD.PARAMETER</c>, what a shard still owes, on the shard's owner, and
/// <c>factor.PARAMETER</c>, PowerSGD's right factor, on every rank. Cost of a part: a gather to rank 0, nothing if rank 0 has it. Not thread-safe.
/// </summary>
/// <param name="group">The ranks.</param>
/// <param name="map">Who owns which shard.</param>
/// <param name="model">Whose parameters they are.</param>
/// <param name="compression">What remembers.</param>
/// <param name="values">Everything, in the same order on every rank.</param>
internal sealed class CompressionMemory(
    ProcessGroup group, ShardMap map, IParameterSource model, GradientCompression compression, IReadOnlyList<RememberedValues> values)
    : IStrategyMemory
{
    public string Name => compression.Word;

    public IReadOnlyList<StrategyMemoryPart> Parts { get; } = [.. values.Select(part =>
    {
        var shard = part.Shard is { } number ? $"{number}." : "";
        return new StrategyMemoryPart($"{part.Kind}.{shard}{model.NameOf(part.Parameter)}", part.Count);
    })];

    public ReadOnlySpan<float> Join(int index)
    {
        var part = values[index];
        var isHere = part.Shard is not { } shard || map.OwnerOf(shard) == 0;
        if (!isHere) return group.Gather<float>(part.Read is null ? [] : part.Read());
        return group.Rank == 0 ? part.Read!() : [];
    }

    public void Restore(int index, ReadOnlySpan<float> kept) => values[index].Restore?.Invoke(kept);
}

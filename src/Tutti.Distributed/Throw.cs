using System.Diagnostics.CodeAnalysis;

namespace Tutti.Distributed;

/// <summary>What callers can get wrong, in the words of the house: operation, what is wrong, got, expected, next step.</summary>
internal static class Throw
{
    internal static void IfAny(string operation, IEnumerable<string> problems)
    {
        string[] all = [.. problems];
        if (all.Length > 0) throw new ArgumentException($"{operation}: the options do not fit. {string.Join("; ", all)}.", "options");
    }

    [DoesNotReturn]
    internal static void NotAttached(string operation) => throw new InvalidOperationException(
        $"{operation}: the strategy has no model. Got no call of Attach. Expected one before the first step. Attach the model first.");

    [DoesNotReturn]
    internal static void NotDivided() => throw new InvalidOperationException(
        "CompleteStep: nobody has said who updates what. Got sharded gradients without a call of DivideUpdate. " +
        "Expected one between Attach and the first step. Call it, and update what it returns.");

    [DoesNotReturn]
    internal static void NoSuchShard(string operation, int position, int count) => throw new ArgumentOutOfRangeException(nameof(position),
        $"{operation}: this rank has no such shard. Got position {position}. Expected 0 to {count - 1}. Go through OwnShards.");

    [DoesNotReturn]
    internal static void ShardNotBegun(int position, int begun) => throw new InvalidOperationException(
        $"CompleteShard: the shard was not begun. Got position {position} while {(begun < 0 ? "no shard" : $"position {begun}")} is open. " +
        "Expected BeginShard with the same position before. Begin and complete shards one by one.");

    [DoesNotReturn]
    internal static void ShardNotBegun(string operation) => throw new InvalidOperationException(
        $"{operation}: no shard is open. Got a final gradient outside a shard. Expected BeginShard before. Begin the shard first.");

    [DoesNotReturn]
    internal static void ShardNotCompleted(int position, int count) => throw new InvalidOperationException(
        $"CompleteStep: a shard is missing. Got nothing for position {position}. Expected all {count} own shards completed or skipped. " +
        "Call CompleteShard or SkipShard for each.");

    [DoesNotReturn]
    internal static void ModelTooLarge(string parameter, long length, int most) => throw new InvalidOperationException(
        $"Attach: the model is too large to reduce its gradients together. Got {length} elements up to '{parameter}'. " +
        $"Expected at most {most}. Make the model smaller.");

    [DoesNotReturn]
    internal static void ReplicasDiffer(int index, string first, string other, int rank) => throw new InvalidOperationException(
        $"Attach: the ranks' models differ at parameter {index}. Got {first} on rank 0 and {other} on rank {rank}. " +
        "Expected the same names and lengths in the same order on every rank. Build every replica from the same code and settings.");

    [DoesNotReturn]
    internal static void NewcomerWithoutShards(int generation) => throw new ArgumentException(
        $"ElasticDataParallel: a worker that joins later must say how many shards there are. Got none in generation {generation}. " +
        "Expected ShardCount as the others have it. Give every worker the same number.", "options");

    [DoesNotReturn]
    internal static void ElasticWithCompression(string compression) => throw new ArgumentException(
        $"ElasticDataParallel: what compression still owes is lost with a worker. Got Compression '{compression}'. " +
        "Expected none where workers may be lost. Leave Compression out, or use DataParallel.", "options");

    [DoesNotReturn]
    internal static void ElasticWithSharding(StateSharding sharding) => throw new ArgumentException(
        $"ElasticDataParallel: what a worker has alone is lost with it. Got Sharding {sharding}. " +
        "Expected None where workers may be lost. Leave Sharding out, or use DataParallel and resume from checkpoints.", "options");

    [DoesNotReturn]
    internal static void ElasticWithSynchronization() => throw new ArgumentException(
        "ElasticDataParallel: fewer workers than shards cannot synchronise batch normalisation. Got SynchronizesBatchNorm. " +
        "Expected it false where workers may be lost. Leave it out, or use DataParallel.", "options");

    [DoesNotReturn]
    internal static void ShardsComputeDifferently(int rank, int count) => throw new InvalidOperationException(
        $"CompleteShard: the shards of a step do not compute the same. Got {count} numbers of others for a batch normalisation after rank {rank} " +
        "had none left. Expected the same layers in the same order on every shard. Make the model's layers independent of its samples, " +
        "or leave SynchronizesBatchNorm out.");

    [DoesNotReturn]
    internal static void SettingsDiffer(string first, string other, int rank) => throw new InvalidOperationException(
        $"Attach: the ranks' options differ. Got {first} on rank 0, and {other} on rank {rank}. " +
        "Expected the same on every rank. Give every worker the same DataParallelOptions.");

    [DoesNotReturn]
    internal static void WrongShape(string parameter, string shape, int length) => throw new InvalidOperationException(
        $"Attach: a parameter's shape does not fit its values. Got {shape} for {length} values of '{parameter}'. " +
        "Expected as many elements. Correct the model's ShapeOf.");
}

namespace Tutti.Learning.Runs;

/// <summary>How a run is shared among workers. Only the number of shards and the strategy can change its result.</summary>
/// <param name="Count">How many workers.</param>
/// <param name="Isolation">What a worker is: <c>thread</c>, <c>process</c> or <c>mpi</c>.</param>
/// <param name="ThreadsEach">Compute threads a worker.</param>
/// <param name="ShardCount">Logical shards a step.</param>
/// <param name="Strategy">The strategy's name, for instance <c>data-parallel</c>.</param>
public sealed record RunWorkers(int Count, string Isolation, int ThreadsEach, int ShardCount, string Strategy);

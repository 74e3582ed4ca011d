using Tutti.Communication;
using Tutti.Communication.Launching;

namespace Tutti.Experiments.Training;

/// <summary>Who does a training.</summary>
/// <param name="Name">What it is called in reports.</param>
/// <param name="WorkerCount">How many workers.</param>
/// <param name="Isolation">What they are.</param>
/// <param name="ShardCount">Logical shards a step.</param>
internal sealed record WorkerSetup(string Name, int WorkerCount, Isolation Isolation, int ShardCount)
{
    /// <summary>How bytes move between the workers. Default: the fastest way that fits.</summary>
    internal TransportKind Transport { get; init; }

    /// <summary>Several workers of a kind, called after it.</summary>
    internal static WorkerSetup Several(int count, Isolation kind, int shardCount) => new($"{count} {PluralOf(kind)}", count, kind, shardCount);

    /// <summary>What the kind of worker is called on the command line.</summary>
    internal static string NameOf(Isolation isolation) => isolation switch
    {
        Isolation.Process => "process", Isolation.Mpi => "mpi", _ => "thread",
    };

    /// <summary>What several workers of a kind are called.</summary>
    internal static string PluralOf(Isolation isolation) => isolation switch
    {
        Isolation.Process => "processes", Isolation.Mpi => "MPI ranks", _ => "threads",
    };
}

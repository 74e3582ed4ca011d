namespace Tutti.Communication.Tests.Drills;

/// <summary>One fault of three ranks that loop over collectives, and the verdict it must lead to. Rank 1 is the culprit.</summary>
/// <param name="Name">What the worker knows it by.</param>
/// <param name="Fault">What happens, in words.</param>
/// <param name="Survivors">The ranks that must throw the verdict.</param>
/// <param name="Thrown">The exception's type on each of them.</param>
/// <param name="Words">What each message must say: culprit and first cause; regular expressions.</param>
internal sealed record Drill(string Name, string Fault, int[] Survivors, string Thrown, params string[] Words)
{
    /// <summary>The longest from the fault to any survivor's exception.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>The signal by which the fault is brought about from outside; 0: the culprit does it itself.</summary>
    internal int Signal { get; init; }

    /// <summary>The ranks that the launcher may name as the reason.</summary>
    internal int[] Culprits { get; init; } = [1];

    internal bool IsOfTcpOnly { get; init; }

    // Of two ranks that disagree nobody knows which is right: the verdict names both.
    private static readonly int[] Either = [0, 1, 2];

    private const int Kill = 9, Stop = 19;

    internal static IReadOnlyList<Drill> All { get; } =
    [
        new("kill", "`kill -9` of a rank", [0, 2], nameof(PeerLostException), "rank 1 of 3 is lost", "SIGKILL") { Signal = Kill },
        new("stop", "`SIGSTOP` of a rank (frozen)", [0, 2], nameof(PeerLostException), "rank 1 of 3 is lost", "no sign of life") { Signal = Stop },
        new("throw", "a rank throws", [0, 2], nameof(PeerLostException), "rank 1 of 3", "InvalidOperationException: the shelf is empty"),
        new("leave", "a rank returns early", [0, 2], nameof(PeerLostException), "rank 1 of 3 has ended its work"),
        new("operation", "a rank calls another operation", [0, 1, 2], nameof(CollectiveMismatchException),
            "the ranks disagree", "Broadcast.* on rank 1", "AllReduce.* on rank [02]") { Culprits = Either },
        new("size", "a rank passes another size", [0, 1, 2], nameof(CollectiveMismatchException),
            "the ranks disagree", "999.* on rank 1", "1000.* on rank [02]") { Culprits = Either },
        new("order", "a rank calls in another order", [0, 1, 2], nameof(CollectiveMismatchException),
            "the ranks disagree", "Barrier.* on rank 1", "AllGather.* on rank [02]") { Culprits = Either },
        new("cut", "the link between two ranks is cut", [0, 1, 2], nameof(PeerLostException), "rank [12] of 3 is lost", "[Tt]he connection (ended|broke)")
        {
            Culprits = [1, 2], IsOfTcpOnly = true,
        },
        new("late", "a rank is late for a collective (timeout 2 s)", [0, 1, 2], nameof(CollectiveTimeoutException), "heard nothing from rank 1"),
    ];

    internal static Drill Named(string name) => All.Single(drill => drill.Name == name);
}

using Tutti.Communication.Membership;

namespace Tutti.Communication.Rendezvous;

/// <summary>This process's place in a job of processes, from joining to leaving. Disposed by whoever joined.</summary>
internal sealed class JoinedJob(Member member, Coordinator? hosted, RendezvousOptions options) : IAsyncDisposable
{
    internal Member Member => member;

    /// <summary>The coordinator, if it runs in this process; null elsewhere.</summary>
    internal Coordinator? HostedCoordinator => hosted;

    internal Roster Roster => member.Roster;

    internal int Rank => member.Rank;

    /// <summary>
    /// This rank's number among the ranks of its machine, and how many they are: by host identity, whatever the launcher
    /// says.
    /// </summary>
    internal (int LocalRank, int LocalSize) Placement => Roster.LocalPlace(Rank);

    /// <summary>Tells the result, and, where the coordinator runs in this process, waits for those who still need it.</summary>
    /// <returns>Whether the coordinator has the result.</returns>
    internal async Task<bool> LeaveAsync(byte[] result)
    {
        var isTold = await member.LeaveAsync(result).ConfigureAwait(false);
        if (hosted is null) return isTold;
        await hosted.WhenOver.WaitAsync(options.LingerTimeout, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        hosted.Cancel($"rank {Rank}, whose process hosts the coordinator, ended its work {options.LingerTimeout.TotalSeconds} s ago. " +
            "Expected the other ranks to end theirs by then. See what they still do.");
        return isTold;
    }

    public async ValueTask DisposeAsync()
    {
        await member.DisposeAsync().ConfigureAwait(false);
        if (hosted is not null) await hosted.DisposeAsync().ConfigureAwait(false);
    }
}

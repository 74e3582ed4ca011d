using System.Runtime.InteropServices;
using Tutti.Communication.Membership;

namespace Tutti.Communication.Rendezvous;

/// <summary>
/// The pre-flight of a job: its processes meet as they will for the job, tell each other what they are, call each other, and measure the
/// links between machines. Nothing is computed.
/// </summary>
public static class ClusterCheck
{
    private static readonly TimeSpan ExchangeTimeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Runs the check among all processes of the job that this one's environment variables describe. Every process of the job calls it.
    /// Takes about a second, and half a second more for each rank if there are several machines.
    /// </summary>
    /// <param name="options">What to compare.</param>
    /// <param name="cancellation">Gives up; the other ranks then find this one missing.</param>
    /// <returns>What was found; the same on every rank.</returns>
    /// <exception cref="ArgumentException">The options do not fit; all problems are in the message.</exception>
    /// <exception cref="RendezvousException">This process was not started as one of several, or they do not meet: the message says who is
    /// missing or what to set.</exception>
    public static async Task<ClusterReport> RunAsync(ClusterCheckOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        Throw.IfAny(nameof(ClusterCheck), options.Validate());
        var environment = JobEnvironment.Current;
        if (environment.Kind is LaunchKind.Alone or LaunchKind.Mpi)
            throw new RendezvousException(
                $"ClusterCheck: this process was not started as one of several that can meet without MPI. Got {environment.Kind}. " +
                "Expected 'tutti launch' or 'srun'. Run for instance: tutti launch -n 3 -- tutti doctor --cluster")
            {
                IsWrongInput = true,
            };
        var job = await JobRendezvous.JoinAsync(environment, new RendezvousOptions { JoinTimeout = options.JoinTimeout }, cancellation)
            .ConfigureAwait(false);
        await using (job.ConfigureAwait(false))
        {
            var report = await RunAsync(job.Member, environment.ReadSecret(), options, cancellation).ConfigureAwait(false);
            await job.LeaveAsync([]).ConfigureAwait(false);
            return report;
        }
    }

    /// <summary>The check among the members of a job that have joined.</summary>
    internal static async Task<ClusterReport> RunAsync(Member member, JobSecret secret, ClusterCheckOptions options,
        CancellationToken cancellation)
    {
        var (rank, size) = (member.Rank, member.Roster.Size);
        using var answering = LinkProbe.Listen(secret);
        await member.FirstSignAsync(ExchangeTimeout, cancellation).ConfigureAwait(false);
        var own = ClusterFacts.Encode(answering.Port, RuntimeInformation.FrameworkDescription, member.ClockOffset ?? TimeSpan.Zero,
            options.DataDigests);
        var told = await member.ExchangeAsync(1, own, ExchangeTimeout, cancellation).ConfigureAwait(false);
        var facts = told.Select((part, index) => ClusterFacts.Decode(index, member.Roster.Members[index].Facts, part)).ToArray();

        // In each round everybody calls another rank, so that links between different machines do not disturb each other's measurement.
        var found = new List<ClusterLink>();
        for (var step = 1; step < size; step++)
        {
            var peer = (rank + step) % size;
            var isNear = facts[peer].Rank.Host == facts[rank].Rank.Host;
            found.Add(await LinkProbe.CallAsync(rank, peer, member.AddressOf(peer), facts[peer].Port, secret, isNear)
                .ConfigureAwait(false));
            await member.ExchangeAsync(1 + step, [], ExchangeTimeout, cancellation).ConfigureAwait(false);
        }

        var all = await member.ExchangeAsync(1 + size, ClusterFacts.Encode(found), ExchangeTimeout, cancellation).ConfigureAwait(false);
        var links = all.SelectMany(ClusterFacts.DecodeLinks).OrderBy(link => link.From).ThenBy(link => link.To).ToArray();
        return new ClusterReport(rank, [.. facts.Select(entry => entry.Rank)], links, options.ClockTolerance);
    }
}

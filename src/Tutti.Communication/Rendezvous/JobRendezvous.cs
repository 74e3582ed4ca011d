using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Tutti.Communication.Membership;

namespace Tutti.Communication.Rendezvous;

/// <summary>From how a process was started to its place in the job.</summary>
internal static class JobRendezvous
{
    internal static string Version { get; } = typeof(JobRendezvous).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>Joins the job that the environment describes; rank 0 hosts the coordinator where nobody else does.</summary>
    /// <param name="environment">Of any kind but <see cref="LaunchKind.Alone"/>.</param>
    /// <param name="options">What the environment does not say.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RendezvousException">The job cannot be joined: no secret, no coordinator, ranks missing, or refused.</exception>
    internal static async Task<JoinedJob> JoinAsync(JobEnvironment environment, RendezvousOptions options, CancellationToken cancellation)
    {
        var (member, hosted) = Start(environment, options);
        var job = new JoinedJob(member, hosted, options);
        try
        {
            await member.JoinedAsync(cancellation).ConfigureAwait(false);
            return job;
        }
        catch
        {
            // Others may have to hear the same reason from the coordinator here before it goes.
            if (hosted is { ActiveCount: 0, Failure: not null }) await Task.Delay(Farewell, CancellationToken.None).ConfigureAwait(false);
            await job.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static readonly TimeSpan Farewell = TimeSpan.FromMilliseconds(500);

    private static (Member Member, Coordinator? Hosted) Start(JobEnvironment environment, RendezvousOptions options)
    {
        if (environment.Kind == LaunchKind.Alone)
            throw new InvalidOperationException("Rendezvous: this process was started alone. Got nobody to meet. Expected a launcher's " +
                "variables. Use a world of one.");
        if (environment.Kind == LaunchKind.Mpi) return StartByMpi(environment, options);
        var secret = environment.ReadSecret();
        var hosted = environment is { IsHostedByRankZero: true, Rank: 0 }
            ? Host(environment, secret, options, AddressFor(environment.CoordinatorHosts), environment.CoordinatorPort)
            : null;
        var hosts = hosted is null ? environment.CoordinatorHosts : ["127.0.0.1"];
        return (Join(environment, options, secret, hosts, environment.CoordinatorPort), hosted);
    }

    // The ranks have MPI to tell them where rank 0 listens, and the secret with it.
    private static (Member Member, Coordinator? Hosted) StartByMpi(JobEnvironment environment, RendezvousOptions options)
    {
        if (options.BroadcastFromRankZero is not { } broadcast)
            throw new InvalidOperationException("Rendezvous: ranks of MPI need its broadcast to meet. Got none. Expected " +
                "RendezvousOptions.BroadcastFromRankZero.");
        if (environment.Rank != 0)
        {
            var told = System.Text.Encoding.UTF8.GetString(broadcast([])).Split('\n');
            var port = int.Parse(told[1], NumberStyles.None, CultureInfo.InvariantCulture);
            return (Join(environment, options, JobSecret.Parse(told[0], "what rank 0 told"), told[2..], port), null);
        }

        var secret = environment.Secret is null && environment.SecretFile is null ? JobSecret.Generate() : environment.ReadSecret();
        var isLocal = environment.LocalSize == environment.Size;
        var hosted = Host(environment, secret, options, isLocal ? IPAddress.Loopback : AnyAddress, 0);
        var hosts = isLocal ? ["127.0.0.1"] : OwnAddresses();
        broadcast(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', [secret.ToVariable(), $"{hosted.Port}", .. hosts])));
        return (Join(environment, options, secret, ["127.0.0.1"], hosted.Port), hosted);
    }

    private static Coordinator Host(JobEnvironment environment, JobSecret secret, RendezvousOptions options, IPAddress address, int port) =>
        Coordinator.Listen(new CoordinatorOptions
        {
            WorldSize = environment.Size, AreRanksGiven = true, Secret = secret, Address = address, Port = port, JoinTimeout = options.JoinTimeout,
                JobFolder = environment.JobFolder,
        });

    private static Member Join(JobEnvironment environment, RendezvousOptions options, JobSecret secret, IReadOnlyList<string> hosts,
        int port)
    {
        var facts = new MemberFacts(
            HostIdentity.Current, Environment.MachineName, Environment.ProcessId, Version, options.DataHost ?? "", options.DataPort);
        return Member.Start(new MemberOptions
        {
            Hosts = hosts, Port = port, Secret = secret, Join = new JoinMessage(environment.Rank, environment.Size, facts) { Purpose = options.Purpose },
            CoordinatorRank = environment.IsHostedByRankZero ? 0 : null, JoinTimeout = options.JoinTimeout,
                JobFolder = environment.JobFolder,
        });
    }

    private static IPAddress AnyAddress => Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any;

    /// <summary>Where to listen so that ranks can reach it by any of these names: on this machine only if all of them stay on it.</summary>
    internal static IPAddress AddressFor(IReadOnlyList<string> hosts)
    {
        foreach (var host in hosts)
            if (host != "localhost" && !(IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address))) return AnyAddress;
        return IPAddress.Loopback;
    }

    private static List<string> OwnAddresses()
    {
        List<string> addresses = [];
        foreach (var network in NetworkInterface.GetAllNetworkInterfaces())
        {
            if (network.OperationalStatus == OperationalStatus.Down || network.NetworkInterfaceType == NetworkInterfaceType.Loopback)
                continue;
            foreach (var unicast in network.GetIPProperties().UnicastAddresses)
                if (!unicast.Address.IsIPv6LinkLocal) addresses.Add(unicast.Address.ToString());
        }

        return addresses;
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Tutti.Communication.Launching;
using Tutti.Communication.Membership;
using Tutti.Communication.Transports.Hierarchical;
using Tutti.Communication.Transports.Memory;
using Tutti.Communication.Transports.Messages;
using Tutti.Communication.Transports.Mpi;
using Tutti.Communication.Transports.SharedMemory;
using Tutti.Communication.Transports.Tcp;

namespace Tutti.Communication.Rendezvous;

/// <summary>
/// What a process of a job holds besides its groups: its membership, the port of its links, and the way to make a world of each
/// generation's roster.
/// </summary>
internal sealed class JobSeat : IAsyncDisposable
{
    // Longer than the lease of a rank that went silent.
    private static readonly TimeSpan LinkGrace = TimeSpan.FromSeconds(5);

    private readonly WorldOptions options;
    private readonly JoinedJob job;
    private readonly Socket? listener;
    private readonly MpiJob? mpi;
    private readonly TransportKind wanted;

    private JobSeat(WorldOptions options, JoinedJob job, Socket? listener, MpiJob? mpi, TransportKind wanted)
    {
        this.options = options;
        this.job = job;
        this.listener = listener;
        this.mpi = mpi;
        this.wanted = wanted;
    }

    internal TransportKind Transport { get; private set; }

    internal Isolation Isolation => mpi is null ? Isolation.Process : Isolation.Mpi;

    internal int Generation => job.Roster.Generation;

    internal bool HasNewcomers => job.Member.Newcomers > 0;

    internal bool HostsCoordinator => job.HostedCoordinator is not null;

    internal void Welcome(int mostRanks) => job.Member.Welcome(mostRanks, PurposeOf(options, wanted));

    internal static async Task<World> JoinAsync(JobEnvironment environment, WorldOptions options, CancellationToken cancellation)
    {
        if (environment.Kind == LaunchKind.Alone) return World.Single();
        var wanted = options.Transport != TransportKind.Automatic ? options.Transport : WorkerVariables.TransportOf(environment.Transport);
        var mpi = environment.Kind == LaunchKind.Mpi ? MpiJob.Join(options.JoinTimeout) : null;
        if (wanted == TransportKind.Mpi && mpi is null) throw Throw.NotUnderMpi();
        var listener = wanted is TransportKind.SharedMemory or TransportKind.Mpi ? null : Listen(environment);
        try
        {
            var rendezvous = new RendezvousOptions
            {
                JoinTimeout = options.JoinTimeout, Purpose = PurposeOf(options, wanted), DataPort = (listener?.LocalEndPoint as IPEndPoint)?.Port ?? 0,
                BroadcastFromRankZero = mpi is null ? null : bytes => mpi.Broadcast(bytes, options.JoinTimeout),
            };
            var job = await JobRendezvous.JoinAsync(environment, rendezvous, cancellation).ConfigureAwait(false);
            return new JobSeat(options, job, listener, mpi, wanted).CreateWorld();
        }
        catch
        {
            listener?.Dispose();
            throw;
        }
    }

    internal async Task<World> RejoinAsync(ProcessGroup former, CancellationToken cancellation)
    {
        if (mpi is not null) throw Throw.CannotRejoin(TransportKind.Mpi);
        former.Dispose();
        while (true)
        {
            await job.Member.RejoinAsync(cancellation).ConfigureAwait(false);
            try
            {
                return CreateWorld();
            }
            catch (Exception problem) when (problem is RendezvousException or IOException or SocketException or TimeoutException or OperationCanceledException)
            {
                // A survivor may be lost while the others link up with it: then there is a verdict on it, and a generation without it.
                await job.Member.JobFaultBoard.WhenFaulted.WaitAsync(LinkGrace, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellation.ThrowIfCancellationRequested();
                if (job.Member.JobFaultBoard.Current is null) throw;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await job.LeaveAsync([]).ConfigureAwait(false);
        await job.DisposeAsync().ConfigureAwait(false);
        listener?.Dispose();
    }

    // Ranks that cannot link up must not try: then all would fail.
    private static string PurposeOf(WorldOptions options, TransportKind wanted)
    {
        var place = wanted == TransportKind.SharedMemory ? $" on {HostIdentity.Current}" : "";
        return $"group={options.Name}\ntransport={wanted}{place}\n{options.Purpose}".TrimEnd();
    }

    private World CreateWorld()
    {
        var (localRank, localSize) = job.Placement;
        Transport = Choose(localSize);
        ProcessGroup group = Transport switch
        {
            TransportKind.SharedMemory => OpenShared(localRank, localSize),
            TransportKind.Mpi => OpenMessages(new MpiTransport(mpi!, (uint)Generation), localSize),
            _ => OpenMessages(Link(localSize), localSize),
        };
        group.Recorder = job.Member.Recorder;
        return new World(group, localRank, localSize, this);
    }

    private TransportKind Choose(int localSize)
    {
        var isOneMachine = localSize == job.Roster.Size;
        if (wanted == TransportKind.SharedMemory && !isOneMachine) throw Throw.NotOneMachine(localSize, job.Roster.Size);
        return wanted != TransportKind.Automatic ? wanted
            : isOneMachine ? TransportKind.SharedMemory
            : mpi is not null ? TransportKind.Mpi
            : TransportKind.Tcp;
    }

    private MemoryGroup OpenShared(int localRank, int localSize)
    {
        var board = SegmentBoard.Join(
            new SegmentOptions
            {
                Job = SegmentName(), Generation = Generation, Group = options.Name, Rank = localRank, Size = localSize, Timeout = options.Timeout,
            }, job.Member.JobFaultBoard);
        return new MemoryGroup(board, localRank);
    }

    // Several machines with several ranks: what can be done within a machine goes through its memory.
    private ProcessGroup OpenMessages(MessageTransport transport, int localSize)
    {
        var flat = new MessageGroup(options.Name, new MessageEngine(transport, job.Member.JobFaultBoard, options.Timeout));
        var machines = Machines();
        var machineCount = machines.Max() + 1;
        return wanted != TransportKind.Automatic || machineCount == 1 || machineCount == machines.Length
            ? flat
            : HierarchicalGroup.Create(flat, OpenShared(job.Placement.LocalRank, localSize), machines);
    }

    private TcpTransport Link(int localSize)
    {
        var ranks = new TcpEndpoint[job.Roster.Size];
        for (var rank = 0; rank < ranks.Length; rank++)
            ranks[rank] = new TcpEndpoint(job.Member.AddressOf(rank), job.Roster.Members[rank].Facts.DataPort);

        var tcp = new TcpOptions
        {
            Rank = job.Rank, Ranks = ranks, Secret = job.Member.Secret, Generation = (uint)Generation, Timeout = options.JoinTimeout,
            IsCrowded = localSize > Environment.ProcessorCount,
        };
        return TcpTransport.Connect(tcp, listener!, job.Member.JobFaultBoard);
    }

    // The machine of each rank, numbered in the order in which ranks name them.
    private int[] Machines()
    {
        var hosts = new List<string>();
        var machines = new int[job.Roster.Size];
        for (var rank = 0; rank < machines.Length; rank++)
        {
            var host = job.Roster.Members[rank].Facts.Host;
            if (!hosts.Contains(host)) hosts.Add(host);
            machines[rank] = hosts.IndexOf(host);
        }

        return machines;
    }

    // Process numbers are unique on a machine, but not where containers share its memory: there the secret tells jobs apart. The segment's
    // name is gone as soon as all have attached.
    private string SegmentName()
    {
        Span<byte> mark = stackalloc byte[32];
        job.Member.Secret.Sign("shared memory"u8, mark);
        var secret = BitConverter.ToUInt64(mark);
        var own = job.Roster.Members[job.Rank].Facts.Host;
        foreach (var member in job.Roster.Members)
            if (member.Facts.Host == own)
                return string.Create(CultureInfo.InvariantCulture, $"{member.Facts.ProcessId}.{job.Roster.Members[0].Facts.ProcessId}.{secret:x16}");
        throw new InvalidOperationException("Rendezvous: this process is not in its roster.");
    }

    // Where all ranks meet on loopback nobody else needs to reach them.
    private static Socket Listen(JobEnvironment environment)
    {
        var isLocal = environment.CoordinatorHosts is ["127.0.0.1" or "localhost" or "::1"] ||
            (environment.LocalSize == environment.Size && environment.Kind == LaunchKind.Mpi);
        var family = isLocal || !Socket.OSSupportsIPv6 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        if (family == AddressFamily.InterNetworkV6) socket.DualMode = true;
        socket.Bind(new IPEndPoint(isLocal ? IPAddress.Loopback : family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0));
        socket.Listen(512);
        return socket;
    }
}

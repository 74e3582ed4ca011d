using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Tutti.Communication.Membership;

/// <summary>
/// The coordinator of a job: listens, tells members who takes part, decides which fault stands, and collects results. One thread accepts,
/// one keeps time, one reads each member; what they learn goes through <see cref="CoordinatorState"/> under a lock. Thread-safe.
/// </summary>
internal sealed class Coordinator : IAsyncDisposable
{
    // More strangers at once are turned away, so that they cannot use up this process's memory.
    private const int MostHandshakes = 64;
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly CoordinatorState state;
    private readonly JobSecret secret;
    private readonly Socket listener;
    private readonly long start = Stopwatch.GetTimestamp();
    private readonly Dictionary<int, CoordinatorPeer> peers = [];
    private readonly ManualResetEventSlim stopping = new();
    private readonly TaskCompletionSource whenOver = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread accepting;
    private readonly Thread keeping;
    private DecidedFault? announced;
    private int connections;
    private int handshakes;

    private Coordinator(CoordinatorOptions options, Socket listener)
    {
        this.listener = listener;
        secret = options.Secret;
        state = new CoordinatorState(options.Settings, TimeSpan.Zero);
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        accepting = Owned(AcceptAll, "tutti-accept");
        keeping = Owned(KeepTime, "tutti-coordinator");
    }

    /// <summary>Happens once a generation, on a thread of the coordinator that it must not hold up.</summary>
    internal event Action<DecidedFault>? Decided;

    /// <summary>Where it listens.</summary>
    internal int Port { get; }

    /// <summary>
    /// Completes when no rank takes part any more, or none can: every rank has left or is lost, or the job could not
    /// begin.
    /// </summary>
    internal Task WhenOver => whenOver.Task;

    /// <summary>The fault of the current generation; null while all is well.</summary>
    internal VerdictMessage? Verdict => Read(state => state.Verdict);

    /// <summary>Why no generation could begin; null if one could.</summary>
    internal string? Failure => Read(state => state.Failure);

    /// <summary>Of the current roster; 0 before the first.</summary>
    internal int Generation => Read(state => state.Generation);

    /// <summary>How many ranks take part.</summary>
    internal int ActiveCount => Read(state => state.ActiveCount);

    /// <summary>What ranks returned when they left, by rank; a copy.</summary>
    internal IReadOnlyDictionary<int, byte[]> Results => Read(state => new Dictionary<int, byte[]>(state.Results));

    private TimeSpan Now => Stopwatch.GetElapsedTime(start);

    /// <exception cref="RendezvousException">The port is in use, or the address is not this machine's.</exception>
    internal static Coordinator Listen(CoordinatorOptions options)
    {
        var listener = new Socket(options.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (options.Address.Equals(IPAddress.IPv6Any)) listener.DualMode = true;
            listener.Bind(new IPEndPoint(options.Address, options.Port));
            listener.Listen(512);
        }
        catch (SocketException cause)
        {
            listener.Dispose();
            var problem = cause.SocketErrorCode == SocketError.AddressAlreadyInUse ? "the port is in use" : "cannot listen";
            throw new RendezvousException(
                $"Coordinator: {problem}. Got '{cause.Message}' for port {options.Port} at {options.Address}. Expected a free port of " +
                "this machine. End what uses it, or choose another port.", cause);
        }

        var coordinator = new Coordinator(options, listener);
        coordinator.accepting.Start();
        coordinator.keeping.Start();
        return coordinator;
    }

    /// <summary>A process that was to be a rank has ended.</summary>
    internal void Report(ProcessEnd end) => Change(() => state.ProcessEnded(end, Now));

    /// <summary>Ends the job: every rank gets the reason.</summary>
    internal void Cancel(string reason) => Change(() => state.Cancel(reason, Now));

    /// <summary>That many processes are on their way: the next generation waits for them.</summary>
    internal void Expect(int newcomers)
    {
        lock (gate) state.Expect(newcomers);
    }

    /// <summary>Ends all connections and threads. Members that still take part lose their coordinator.</summary>
    public ValueTask DisposeAsync()
    {
        stopping.Set();
        listener.Dispose();
        CoordinatorPeer[] all;
        lock (gate) all = [.. peers.Values];
        foreach (var peer in all) peer.Connection.Dispose();
        accepting.Join(FarewellTime);
        keeping.Join(FarewellTime);
        foreach (var peer in all) peer.Reader.Join(FarewellTime);
        whenOver.TrySetResult();
        return ValueTask.CompletedTask;
    }

    private static Thread Owned(ThreadStart run, string name) => new(run, 256 << 10) { IsBackground = true, Name = name };

    private T Read<T>(Func<CoordinatorState, T> read)
    {
        lock (gate) return read(state);
    }

    private void AcceptAll()
    {
        while (!stopping.IsSet)
        {
            Socket socket;
            try
            {
                socket = listener.Accept();
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
            {
                // Out of file handles, or closed: the next round tells.
                if (stopping.Wait(TickInterval)) return;
                continue;
            }

            if (Interlocked.Increment(ref handshakes) > MostHandshakes)
            {
                Interlocked.Decrement(ref handshakes);
                socket.Dispose();
                continue;
            }

            Owned(() => Serve(socket), "tutti-member").Start();
        }
    }

    private void Serve(Socket socket)
    {
        ControlConnection connection;
        try
        {
            connection = new ControlConnection(SecureChannel.Accept(socket, secret, ChannelPurpose.Control));
        }
        catch (Exception refused) when (refused is RendezvousException or EndOfStreamException)
        {
            lock (gate) state.NoteRefusal(refused.Message);
            return;
        }
        finally
        {
            Interlocked.Decrement(ref handshakes);
        }

        var id = Interlocked.Increment(ref connections);
        lock (gate) peers.Add(id, new CoordinatorPeer(connection, Thread.CurrentThread));
        if (stopping.IsSet) connection.Dispose();
        var reason = connection.ReadAll(message => Change(() => state.Receive(id, Located(message, socket), Now)));
        Change(() => state.Closed(id, reason, Now));
        lock (gate) peers.Remove(id);
    }

    // Who does not know by which address others reach him is reached by the one that we see; beside us, by ours, which members fill in.
    private static ControlMessage Located(ControlMessage message, Socket socket) =>
        message is JoinMessage { Facts: { DataHost: "" } facts } join && socket.RemoteEndPoint is IPEndPoint { Address: var address }
            && !IPAddress.IsLoopback(address)
            ? join with { Facts = facts with { DataHost = $"{(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)}" } }
            : message;

    private void KeepTime()
    {
        while (!stopping.Wait(TickInterval))
        {
            Change(() =>
            {
                foreach (var (id, peer) in peers) state.Saw(id, Stopwatch.GetElapsedTime(start, peer.Connection.LastReceived));
                return state.Tick(Now);
            });
            lock (gate)
                foreach (var peer in peers.Values)
                    if (peer.CloseAt <= Now) peer.Connection.Dispose();
        }
    }

    private void Change(Func<List<CoordinatorOutput>> change)
    {
        DecidedFault? news;
        bool isOver;
        lock (gate)
        {
            // An orderly end on this side: what members say while they are being disconnected is no news.
            if (stopping.IsSet) return;
            Send(change());
            news = ReferenceEquals(announced, state.Fault) ? null : state.Fault;
            announced = state.Fault;
            isOver = state.Current == CoordinatorState.Phase.Over;
        }

        if (news is not null) Decided?.Invoke(news);
        if (isOver) whenOver.TrySetResult();
    }

    private void Send(List<CoordinatorOutput> outputs)
    {
        foreach (var output in outputs)
        {
            if (!peers.TryGetValue(output.Connection, out var peer)) continue;
            peer.Connection.Send(output.Message);
            // The member closes when it has read its last message; closing first could take that message from it.
            if (output.IsLast) peer.CloseAt = Now + FarewellTime;
        }
    }
}

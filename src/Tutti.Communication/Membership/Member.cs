using System.Diagnostics;
using System.Net;

namespace Tutti.Communication.Membership;

/// <summary>
/// This process's membership in a job of processes. Two threads of its own keep it, so that neither a busy thread pool nor a long
/// collective can stop its signs of life: one reads, one keeps time. Thread-safe.
/// </summary>
internal sealed class Member : IAsyncDisposable
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly MemberOptions options;
    private readonly MemberState state;
    private readonly long start = Stopwatch.GetTimestamp();
    private readonly ManualResetEventSlim stopping = new();
    private readonly ManualResetEventSlim ended = new();
    private readonly List<MemberWait> waits = [];
    private readonly Thread reading;
    private readonly Thread keeping;
    private ControlConnection? connection;
    private JobFaultBoard? board;
    private FlightRecorder? recorder;

    private Member(MemberOptions options)
    {
        this.options = options;
        state = new MemberState(options.Join, options.Settings);
        reading = new Thread(Run, 256 << 10) { IsBackground = true, Name = "tutti-member" };
        keeping = new Thread(KeepTime, 256 << 10) { IsBackground = true, Name = "tutti-alive" };
    }

    internal JobSecret Secret => options.Secret;

    /// <summary>Who takes part in the current generation.</summary>
    /// <exception cref="InvalidOperationException">No roster has come yet.</exception>
    internal Roster Roster => Read(state => state.Roster) ?? throw NotJoined();

    internal int Generation => Roster.Generation;

    internal int Rank => Read(state => state.OwnRank);

    /// <summary>The fault of the current generation, for all of its groups. Each generation has its own.</summary>
    internal JobFaultBoard JobFaultBoard => Volatile.Read(ref board) ?? throw NotJoined();

    /// <summary>Where the groups of this generation write what they do; signs of life and verdicts tell it.</summary>
    internal FlightRecorder Recorder => Volatile.Read(ref recorder) ?? throw NotJoined();

    /// <summary>What the coordinator decided, with a line a rank; null while all is well.</summary>
    internal VerdictMessage? Verdict => Read(state => state.Verdict);

    /// <summary>Coordinator's clock minus ours; null until a first sign of life was answered.</summary>
    internal TimeSpan? ClockOffset => Read(state => state.ClockOffset);

    /// <summary>Ranks of this generation that have left in good order; a copy.</summary>
    internal IReadOnlySet<int> Departed => Read(state => new HashSet<int>(state.Departed));

    /// <summary>How many newcomers would be in the next generation.</summary>
    internal int Newcomers => Read(state => state.Newcomers);

    private TimeSpan Now => Stopwatch.GetElapsedTime(start);

    /// <summary>
    /// Where others reach a rank's machine: what the roster says, or, for ranks beside the coordinator, where this process reached
    /// that.
    /// </summary>
    internal string AddressOf(int rank)
    {
        if (Roster.Members[rank].Facts.DataHost is { Length: > 0 } host) return host;
        var address = (connection!.Socket.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.Loopback;
        return $"{(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)}";
    }

    /// <summary>Begins to join, on a thread of its own. <see cref="JoinedAsync"/> tells when that is done.</summary>
    internal static Member Start(MemberOptions options)
    {
        var member = new Member(options);
        member.reading.Start();
        return member;
    }

    /// <summary>The first roster.</summary>
    /// <exception cref="RendezvousException">The coordinator cannot be reached, refused this process, or ranks are missing.</exception>
    internal Task<Roster> JoinedAsync(CancellationToken cancellation) =>
        Wait(state => state.Roster, "Join", cancellation);

    /// <summary>After a verdict: asks for the next generation, and waits for its roster.</summary>
    /// <exception cref="InvalidOperationException">There is no verdict to recover from.</exception>
    /// <exception cref="RendezvousException">The job cannot go on, or not with this process.</exception>
    internal Task<Roster> RejoinAsync(CancellationToken cancellation)
    {
        int generation;
        lock (gate)
        {
            generation = state.Roster?.Generation ?? throw NotJoined();
            if (state.Rejoin(Now) is { } message) connection!.Send(message);
            else if (state.IsConnected)
                throw new InvalidOperationException(
                    $"Rejoin: the job has no fault. Got generation {generation}, which stands. Expected a fault first. Call it after a " +
                    "collective has thrown.");
        }

        return Wait(state => state.Roster is { } roster && roster.Generation > generation ? roster : null, "Rejoin", cancellation);
    }

    /// <summary>Tells that newcomers of this purpose may join while the job runs, until it has so many ranks.</summary>
    internal void Welcome(int mostRanks, string purpose)
    {
        lock (gate)
            if (state.Welcome(mostRanks, purpose) is { } message) connection!.Send(message);
    }

    /// <summary>Returns when a sign of life has been answered, so that <see cref="ClockOffset"/> is known.</summary>
    internal Task FirstSignAsync(TimeSpan timeout, CancellationToken cancellation) =>
        WaitWithinAsync(state => state.ClockOffset is null ? null : state, "Clock", timeout, cancellation);

    /// <summary>
    /// Tells that this rank's work is done, and waits until the coordinator has its result, at most 10 seconds. Afterwards this rank's end
    /// is no fault.
    /// </summary>
    /// <returns>Whether the coordinator has the result.</returns>
    internal async Task<bool> LeaveAsync(byte[] result)
    {
        lock (gate)
        {
            if (state.Leave(result) is not { } message) return false;
            connection!.Send(message);
        }

        try
        {
            await WaitWithinAsync(state => state.Departed.Contains(state.OwnRank) ? state : null, "Leave", TimeSpan.FromSeconds(10),
                CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (RendezvousException)
        {
            return false;
        }
    }

    /// <summary>
    /// Gives every rank every rank's part, in rank order, through the coordinator: for what is exchanged once, not for data. Every
    /// rank calls it, same order.
    /// </summary>
    /// <param name="round">The same on every rank, and larger than the last.</param>
    /// <param name="part">At most a few megabytes.</param>
    /// <param name="timeout">How long to wait for the last.</param>
    /// <param name="cancellation">Ends the wait, not the exchange.</param>
    /// <exception cref="RendezvousException">Not all ranks have given theirs in time, or the job has faulted.</exception>
    internal async Task<IReadOnlyList<byte[]>> ExchangeAsync(int round, byte[] part, TimeSpan timeout, CancellationToken cancellation)
    {
        lock (gate) connection!.Send(new ShareMessage(round, part));
        var shared = await WaitWithinAsync(state => state.Shared?.Round == round ? state.Shared : null, "Exchange", timeout, cancellation)
            .ConfigureAwait(false);
        return shared.Parts;
    }

    /// <summary>Ends the connection and the threads. Without <see cref="LeaveAsync"/> before, the others lose this rank.</summary>
    public ValueTask DisposeAsync()
    {
        stopping.Set();
        Volatile.Read(ref connection)?.Dispose();
        reading.Join(FarewellTime);
        if (keeping.IsAlive) keeping.Join(FarewellTime);
        Settle();
        return ValueTask.CompletedTask;
    }

    private static InvalidOperationException NotJoined() =>
        new("Membership: there is no roster yet. Got a call before the job was joined. Expected JoinedAsync to have returned. Await it " +
            "first.");

    private T Read<T>(Func<MemberState, T> read)
    {
        lock (gate) return read(state);
    }

    private void Run()
    {
        try
        {
            var channel = MemberDialler.Dial(options, stopping);
            var opened = new ControlConnection(channel);
            Volatile.Write(ref connection, opened);
            if (stopping.IsSet) opened.Dispose();
            lock (gate) opened.Send(state.Start(Now));
            keeping.Start();
            Close(opened.ReadAll(Handle));
        }
        catch (RendezvousException unreachable)
        {
            lock (gate) state.Fail(unreachable.Message);
            Settle();
        }
    }

    private void Handle(ControlMessage message)
    {
        lock (gate)
        {
            var before = state.Roster;
            state.Receive(message, Now, DateTime.UtcNow.Ticks);
            if (!ReferenceEquals(before, state.Roster)) Begin();
        }

        Settle();
    }

    // The board of a generation is there before anybody can see its roster.
    private void Begin()
    {
        Volatile.Write(ref recorder, FlightRecorder.Create(options.JobFolder, state.OwnRank));
        var generation = state.Roster!.Generation;
        Volatile.Write(ref board, new JobFaultBoard(state.OwnRank, report => TryRaise(generation, report)));
    }

    private bool TryRaise(int generation, FaultReport report)
    {
        lock (gate)
        {
            if (state.Roster?.Generation != generation || !state.Raise(report, out var message)) return false;
            if (message is not null) connection!.Send(message);
            return true;
        }
    }

    private void KeepTime()
    {
        while (!stopping.Wait(TickInterval) && !ended.IsSet)
        {
            lock (gate)
            {
                state.Heard(Stopwatch.GetElapsedTime(start, connection!.LastReceived));
                if (state.Tick(recorder?.Activity ?? RankActivity.None, Now) is { } message) connection.Send(message);
                if (!state.IsConnected) connection.Dispose();
            }

            Settle();
        }
    }

    private void Close(string reason)
    {
        lock (gate) state.Closed(reason);
        ended.Set();
        Settle();
    }

    // Tells those who wait what has become of it: outside of the lock, since that runs their code.
    private void Settle()
    {
        VerdictMessage? verdict;
        List<MemberWait> settled = [];
        lock (gate)
        {
            verdict = state.Verdict;
            for (var index = waits.Count - 1; index >= 0; index--)
            {
                if (!waits[index].IsSettledBy(state, stopping.IsSet)) continue;
                settled.Add(waits[index]);
                waits.RemoveAt(index);
            }
        }

        if (verdict is not null) board?.Accept(verdict);
        foreach (var wait in settled) wait.Complete();
    }

    // Joining ends at deadlines of the state's own, so that it needs no timer and no state machine.
    private Task<T> Wait<T>(Func<MemberState, T?> read, string operation, CancellationToken cancellation) where T : class
    {
        var wait = new MemberWait<T>(read, operation);
        lock (gate) waits.Add(wait);
        Settle();
        return cancellation.CanBeCanceled ? wait.Task.WaitAsync(cancellation) : wait.Task;
    }

    private async Task<T> WaitWithinAsync<T>(Func<MemberState, T?> read, string operation, TimeSpan timeout,
        CancellationToken cancellation) where T : class
    {
        try
        {
            return await Wait(read, operation, CancellationToken.None).WaitAsync(timeout, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new RendezvousException(
                $"{operation}: it was not done within {timeout.TotalSeconds} s. Expected every rank to take part. See what the other " +
                "ranks do.");
        }
    }
}

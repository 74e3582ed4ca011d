namespace Tutti.Communication.Membership;

/// <summary>
/// The coordinator's side of membership without sockets or clocks: what happened and when goes in, messages come out. Generations begin
/// when all ranks have joined, end with a verdict, and begin again when all survivors have asked; docs/COMMUNICATION.md has the contract.
/// Used by one thread at a time.
/// </summary>
internal sealed partial class CoordinatorState
{
    private const int MaxRefusals = 3;

    private readonly CoordinatorSettings settings;
    private readonly SortedDictionary<int, Seat> seats = [];
    private readonly Dictionary<int, byte[]> results = [];
    private readonly List<string> refusals = [];
    private List<CoordinatorOutput> outputs = [];
    private TimeSpan joinDeadline;
    private int newcomersExpected;

    internal CoordinatorState(CoordinatorSettings settings, TimeSpan now)
    {
        this.settings = settings;
        joinDeadline = now + settings.JoinTimeout;
    }

    /// <summary>Where the job is in its life.</summary>
    internal enum Phase
    {
        Gathering,
        Running,
        Faulted,
        Over,
    }

    internal Phase Current { get; private set; } = Phase.Gathering;

    /// <summary>Of the current roster; 0 before the first.</summary>
    internal int Generation { get; private set; }

    /// <summary>The last fault that stood; null while there was none in this generation.</summary>
    internal DecidedFault? Fault { get; private set; }

    internal VerdictMessage? Verdict => Fault?.Verdict;

    /// <summary>Why no generation could begin; null unless that ended the job.</summary>
    internal string? Failure { get; private set; }

    /// <summary>What ranks returned when they left, by rank.</summary>
    internal IReadOnlyDictionary<int, byte[]> Results => results;

    /// <summary>Ranks that take part now.</summary>
    internal int ActiveCount => seats.Values.Count(seat => seat.Status is SeatStatus.Active or SeatStatus.Rejoining);

    private IEnumerable<Seat> Ranks => seats.Values.Where(seat => seat.Status == SeatStatus.Active);

    internal List<CoordinatorOutput> Receive(int connection, ControlMessage message, TimeSpan now)
    {
        Saw(connection, now);
        if (message is JoinMessage join) Join(connection, join, now);
        else if (seats.TryGetValue(connection, out var seat) && seat.Status is not (SeatStatus.Lost or SeatStatus.Left))
            Receive(seat, message, now);
        return TakeOutputs();
    }

    /// <summary>The connection showed life, if only by bytes of a message that is still on its way.</summary>
    internal void Saw(int connection, TimeSpan now)
    {
        if (seats.TryGetValue(connection, out var seat) && now > seat.LastSeen) seat.LastSeen = now;
    }

    internal List<CoordinatorOutput> Tick(TimeSpan now)
    {
        CheckLeases(now);
        CheckSuspicion(now);
        CheckDoor(now);
        if (now >= joinDeadline) EndWaiting(now);
        EndIfEmpty();
        return TakeOutputs();
    }

    /// <summary>Somebody was refused before he could join: told to those who wait in vain.</summary>
    internal void NoteRefusal(string reason)
    {
        if (refusals.Count < MaxRefusals) refusals.Add(reason);
    }

    /// <summary>That many processes are on their way to the next generation: it waits for them until the join deadline.</summary>
    internal void Expect(int newcomers) => newcomersExpected = newcomers;

    private void Receive(Seat seat, ControlMessage message, TimeSpan now)
    {
        switch (message)
        {
            case AliveMessage alive:
                (seat.Activity, seat.ActivitySeen) = (alive.Activity, now);
                Send(seat, new AliveAnswer(alive.Sequence, Math.Max(0, settings.UtcTicksAtZero + now.Ticks)));
                break;
            case FaultMessage fault when IsCurrent(seat, fault.Generation):
                Propose(seat, fault.Report, now);
                break;
            case LeaveMessage leave:
                Leave(seat, leave.Result, now);
                break;
            case RejoinMessage rejoin when rejoin.Generation == Generation && Current == Phase.Faulted && seat.Status == SeatStatus.Active:
                seat.Status = SeatStatus.Rejoining;
                FormNext(now, isLate: false);
                break;
            case ShareMessage share when Current == Phase.Running && seat.Status == SeatStatus.Active:
                Share(seat, share);
                break;
            case WelcomeMessage said when seat.Status == SeatStatus.Active:
                Welcome(said);
                break;
        }
    }

    private void Leave(Seat seat, byte[] result, TimeSpan now)
    {
        var rank = seat.Rank ?? 0;
        if (seat.Status is SeatStatus.Active or SeatStatus.Rejoining)
        {
            results[rank] = result;
            foreach (var other in seats.Values)
                if (other.Status is SeatStatus.Active or SeatStatus.Rejoining) Send(other, new DepartedMessage(Generation, rank));
        }

        seat.Status = SeatStatus.Left;
        if (suspect is { } waiting && waiting.Rank == seat.Rank) suspect = waiting with { Deadline = now + settings.LeaveGrace };
        if (Current == Phase.Faulted) FormNext(now, isLate: false);
        EndIfEmpty();
    }

    private void Share(Seat seat, ShareMessage share)
    {
        (seat.Part, seat.ShareRound) = (share.Part, share.Round);
        var ranks = Ranks.OrderBy(other => other.Rank).ToArray();
        if (ranks.Any(other => other.Part is null || other.ShareRound != share.Round)) return;
        var shared = new SharedMessage(share.Round, [.. ranks.Select(other => other.Part!)]);
        foreach (var other in ranks)
        {
            other.Part = null;
            Send(other, shared);
        }
    }

    private bool IsCurrent(Seat seat, int generation) =>
        Current == Phase.Running && seat.Status == SeatStatus.Active && generation == Generation;

    private void EndIfEmpty()
    {
        if (Current is not (Phase.Running or Phase.Faulted) || suspect is not null || ActiveCount > 0) return;
        var waiting = seats.Values.Where(seat => seat.Status == SeatStatus.Waiting).ToArray();
        // After a fault newcomers alone may go on, from a checkpoint.
        if (Current == Phase.Faulted && (waiting.Length > 0 || newcomersExpected > 0)) return;
        Current = Phase.Over;
        foreach (var seat in waiting)
            Refuse(seat.Connection, $"Join: every rank has left. Got {seat}. Expected nobody any more. Start a new job.");
    }

    private void Send(Seat seat, ControlMessage message) => outputs.Add(new CoordinatorOutput(seat.Connection, message));

    private void Refuse(int connection, string reason, bool isWrongInput = false) =>
        outputs.Add(new CoordinatorOutput(connection, new RefusedMessage(reason, isWrongInput), IsLast: true));

    private List<CoordinatorOutput> TakeOutputs()
    {
        var taken = outputs;
        outputs = [];
        return taken;
    }
}

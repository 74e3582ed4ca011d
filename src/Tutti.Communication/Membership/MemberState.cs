namespace Tutti.Communication.Membership;

/// <summary>
/// A member's side of membership without sockets or clocks: what happened and when goes in, messages come out, and the rest can be read.
/// Used by one thread at a time.
/// </summary>
internal sealed class MemberState(JoinMessage join, MemberSettings settings)
{
    private readonly HashSet<int> departed = [];
    private TimeSpan lastHeard;
    private TimeSpan lastSent;
    private TimeSpan joinDeadline;
    private long sequence;
    private bool isFaultSent;

    /// <summary>How many newcomers would be in the next generation.</summary>
    internal int Newcomers { get; private set; }

    /// <summary>Whether it was refused because of what it was given to begin with.</summary>
    internal bool IsWrongInput { get; private set; }

    /// <summary>What the member does next.</summary>
    internal enum Phase
    {
        Joining,
        Active,
        Faulted,
        Rejoining,
        Leaving,
        Over,
    }

    internal Phase Current { get; private set; } = Phase.Joining;

    /// <summary>The current generation; null before the first.</summary>
    internal Roster? Roster { get; private set; }

    internal int OwnRank { get; private set; }

    /// <summary>The fault of this generation; also that the coordinator was lost.</summary>
    internal VerdictMessage? Verdict { get; private set; }

    /// <summary>Why this member cannot take part; null while it can.</summary>
    internal string? Refusal { get; private set; }

    /// <summary>Whether there is still a coordinator to talk to.</summary>
    internal bool IsConnected { get; private set; } = true;

    /// <summary>The last exchange that was completed.</summary>
    internal SharedMessage? Shared { get; private set; }

    /// <summary>Coordinator's clock minus ours, from the quickest round trip; null before the first.</summary>
    internal TimeSpan? ClockOffset { get; private set; }

    private TimeSpan bestRoundTrip = TimeSpan.MaxValue;

    /// <summary>Ranks of this generation that have left in good order.</summary>
    internal IReadOnlySet<int> Departed => departed;

    internal ControlMessage Start(TimeSpan now)
    {
        lastHeard = lastSent = now;
        joinDeadline = now + settings.JoinTimeout + settings.Lease;
        return join;
    }

    /// <summary>
    /// The next sign of life if it is due. A coordinator that has been silent for too long, or a deadline that has passed, ends
    /// the membership.
    /// </summary>
    internal ControlMessage? Tick(in RankActivity activity, TimeSpan now)
    {
        if (!IsConnected || Current == Phase.Over) return null;
        if (now - lastHeard > settings.Lease)
        {
            Disconnect($"nothing was heard from it for {(now - lastHeard).TotalSeconds:F1} s");
            return null;
        }

        if (Current is Phase.Joining or Phase.Rejoining && now > joinDeadline)
        {
            Disconnect($"no roster came within {settings.JoinTimeout.TotalSeconds} s");
            return null;
        }

        if (now - lastSent < settings.AliveInterval) return null;
        lastSent = now;
        return new AliveMessage(++sequence, activity);
    }

    internal void Receive(ControlMessage message, TimeSpan now, long utcTicks)
    {
        lastHeard = now;
        switch (message)
        {
            case RosterMessage roster when Current is Phase.Joining or Phase.Rejoining:
                Begin(roster);
                break;
            case VerdictMessage verdict when verdict.Generation == Roster?.Generation && Verdict is null:
                Verdict = verdict;
                if (Current == Phase.Active) Current = Phase.Faulted;
                break;
            case DepartedMessage left when left.Generation == Roster?.Generation:
                departed.Add(left.Rank);
                if (left.Rank == OwnRank && Current == Phase.Leaving) Current = Phase.Over;
                break;
            case AliveAnswer answer when answer.Sequence == sequence:
                Measure(answer, now, utcTicks);
                break;
            case RefusedMessage refused:
                IsWrongInput = refused.IsWrongInput;
                Refuse(refused.Reason);
                break;
            case SharedMessage shared when shared.Parts.Count == Roster?.Size:
                Shared = shared;
                break;
            case NewcomersMessage newcomers:
                Newcomers = newcomers.Count;
                break;
        }
    }

    /// <summary>Something came, though no whole message yet.</summary>
    internal void Heard(TimeSpan now)
    {
        if (now > lastHeard) lastHeard = now;
    }

    internal void Closed(string reason)
    {
        if (IsConnected && Current != Phase.Over) Disconnect(reason);
        IsConnected = false;
    }

    /// <summary>The coordinator could not be reached at all.</summary>
    internal void Fail(string reason) => Refuse(reason);

    /// <summary>A candidate for this generation's fault.</summary>
    /// <param name="report">What happened.</param>
    /// <param name="message">To send; null if the fault is under way, known, or can no longer be told.</param>
    /// <returns>Whether there is or will be a verdict, which stands instead of the candidate.</returns>
    internal bool Raise(FaultReport report, out ControlMessage? message)
    {
        message = null;
        if (Verdict is not null) return true;
        if (Current != Phase.Active || !IsConnected) return false;
        if (!isFaultSent) message = new FaultMessage(Roster!.Generation, report);
        return isFaultSent = true;
    }

    internal ControlMessage? Leave(byte[] result)
    {
        if (Current == Phase.Over || !IsConnected || Roster is null) return null;
        Current = Phase.Leaving;
        return new LeaveMessage(result);
    }

    internal ControlMessage? Rejoin(TimeSpan now)
    {
        if (Current != Phase.Faulted || !IsConnected) return null;
        Current = Phase.Rejoining;
        joinDeadline = now + settings.JoinTimeout + settings.Lease;
        return new RejoinMessage(Roster!.Generation);
    }

    internal ControlMessage? Welcome(int mostRanks, string purpose) => IsConnected ? new WelcomeMessage(mostRanks, purpose) : null;

    private void Begin(RosterMessage message)
    {
        (OwnRank, Roster, Verdict, Shared, isFaultSent, Current) = (message.OwnRank, message.Roster, null, null, false, Phase.Active);
        Newcomers = 0;
        departed.Clear();
    }

    private void Measure(AliveAnswer answer, TimeSpan now, long utcTicks)
    {
        var roundTrip = now - lastSent;
        if (roundTrip >= bestRoundTrip) return;
        bestRoundTrip = roundTrip;
        ClockOffset = TimeSpan.FromTicks(answer.UtcTicks - (utcTicks - roundTrip.Ticks / 2));
    }

    private void Refuse(string reason)
    {
        Refusal = reason;
        IsConnected = false;
        // A member that is thrown out while it works must not go on alone.
        if (Current == Phase.Active && Verdict is null) Verdict = OwnVerdict("refused", reason);
        Current = Current is Phase.Active ? Phase.Faulted : Current == Phase.Faulted ? Phase.Faulted : Phase.Over;
    }

    private void Disconnect(string reason)
    {
        IsConnected = false;
        var words = $"{settings.Coordinator} is lost: {reason}. Expected it to stay until every rank has left. See that process's output " +
            "and the network.";
        if (Current is Phase.Active or Phase.Leaving && Verdict is null) Verdict = OwnVerdict("coordinator lost", words);
        if (Current is Phase.Joining or Phase.Rejoining) Refusal ??= $"Join: {words}";
        Current = Current switch
        {
            Phase.Active or Phase.Faulted => Phase.Faulted,
            _ => Phase.Over,
        };
    }

    private VerdictMessage OwnVerdict(string how, string words) =>
        new(Roster!.Generation, null, new FaultReport(settings.CoordinatorRank, FaultKind.Lost, how, words), []);
}

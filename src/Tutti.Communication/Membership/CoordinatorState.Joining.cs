namespace Tutti.Communication.Membership;

internal sealed partial class CoordinatorState
{
    private void Join(int connection, JoinMessage join, TimeSpan now)
    {
        if (seats.ContainsKey(connection)) return;
        if (Current == Phase.Over)
        {
            Refuse(connection, Failure ?? $"Join: the job is over. Got {join.Facts}. Expected nobody any more. Start a new job.");
            return;
        }

        if (join.WorldSize != 0 && join.WorldSize != settings.WorldSize)
        {
            RefuseStart(connection, $"Join: the processes do not agree on the world size. Got {join.WorldSize} from {join.Facts}. " +
                $"Expected {settings.WorldSize}, the coordinator's. Start all of them with the same size.");
            return;
        }

        if (join.Rank >= settings.WorldSize)
        {
            Refuse(connection, $"Join: the rank is outside the world. Got rank {join.Rank} from {join.Facts}. " +
                $"Expected 0 to {settings.WorldSize - 1}. Correct its RANK, or the world size.");
            return;
        }

        if (join.Rank is { } rank && !AreRanksDealt && seats.Values.FirstOrDefault(seat => seat.Rank == rank && IsPresent(seat)) is { } holder)
        {
            RefuseStart(connection, $"Join: two processes want to be rank {rank}. Got {holder.Facts} and {join.Facts}. " +
                "Expected one process a rank. Correct the RANK of one of them.");
            return;
        }

        if (WhyNotWelcome(join) is { } reason)
        {
            Refuse(connection, reason, isWrongInput: true);
            return;
        }

        Admit(new Seat(connection, AreRanksDealt ? join with { Rank = null } : join, now), now);
    }

    private void Admit(Seat seat, TimeSpan now)
    {
        seats.Add(seat.Connection, seat);
        if (Current == Phase.Gathering)
        {
            var waiting = seats.Values.Where(other => other.Status == SeatStatus.Waiting && IsFirst(other)).ToArray();
            if (waiting.Length == settings.WorldSize) Begin(Ordered([], waiting));
        }
        else if (Current == Phase.Faulted)
        {
            FormNext(now, isLate: false);
        }
        else
        {
            TellOfNewcomers();
        }
    }

    private static bool IsPresent(Seat seat) => seat.Status is SeatStatus.Waiting or SeatStatus.Active or SeatStatus.Rejoining;

    // Before the first generation everybody learns of it, since the job cannot begin as it was started; later only who is wrong.
    private void RefuseStart(int connection, string reason)
    {
        Refuse(connection, reason);
        if (Current == Phase.Gathering) Fail(reason);
    }

    private void Fail(string reason)
    {
        Failure = reason;
        Current = Phase.Over;
        foreach (var seat in seats.Values.Where(IsPresent))
        {
            Refuse(seat.Connection, reason);
            seat.Status = SeatStatus.Lost;
        }
    }

    private void EndWaiting(TimeSpan now)
    {
        if (Current == Phase.Gathering) Fail(Missing());
        else if (Current == Phase.Faulted) FormNext(now, isLate: true);
    }

    private string Missing()
    {
        var waiting = seats.Values.Where(seat => seat.Status == SeatStatus.Waiting && IsFirst(seat)).ToArray();
        var absent = Enumerable.Range(0, settings.WorldSize).Where(rank => waiting.All(seat => seat.Rank != rank)).ToArray();
        var anonymous = waiting.Count(seat => seat.Rank is null);
        var names = (absent.Length == 1 ? "rank " : "ranks ") + string.Join(", ", absent);
        var who = anonymous == 0 ? $"{names} did not join"
            : $"{settings.WorldSize - waiting.Length} of {settings.WorldSize} processes did not join";
        var refused = refusals.Count == 0 ? "" : $" Refused meanwhile: {string.Join(" ", refusals)}";
        return $"Join: {who} within {settings.JoinTimeout.TotalSeconds} s. Got {waiting.Length} of {settings.WorldSize}: " +
            $"{(waiting.Length == 0 ? "nobody" : string.Join(", ", waiting.AsEnumerable()))}.{refused} " +
            "Expected all ranks of the world. See whether those processes were started and can reach the coordinator.";
    }

    // After a verdict: when every survivor has asked and every newcomer that was announced is there; at the deadline with those who are.
    private void FormNext(TimeSpan now, bool isLate)
    {
        var asked = seats.Values.Where(seat => seat.Status == SeatStatus.Rejoining).OrderBy(seat => seat.Rank).ToArray();
        var newcomers = seats.Values.Where(seat => seat.Status == SeatStatus.Waiting).ToArray();
        var silent = Ranks.ToArray();
        if (!isLate && (silent.Length > 0 || newcomers.Length < newcomersExpected || asked.Length + newcomers.Length == 0)) return;
        var size = Math.Min(MostRanks, asked.Length + newcomers.Length);
        if (size < Math.Max(1, settings.MinimumSize))
        {
            // More may come until the deadline.
            if (isLate)
                Fail($"Rejoin: too few ranks go on. Got {size} within {settings.JoinTimeout.TotalSeconds} s. " +
                    $"Expected at least {settings.MinimumSize}. Resume from the last checkpoint.");
            return;
        }

        foreach (var seat in silent)
        {
            Refuse(seat.Connection, $"Rejoin: {seat} did not ask for the next generation within {settings.JoinTimeout.TotalSeconds} s of " +
                "the verdict. Expected every survivor to rejoin. The others go on without it.");
            seat.Status = SeatStatus.Lost;
        }

        newcomersExpected = 0;
        foreach (var seat in asked) (seat.PreviousRank, seat.Rank) = (seat.Rank, null);
        Begin([.. asked, .. newcomers.Take(size - asked.Length)]);
    }

    // Explicit ranks where they are wanted, the others in the gaps, in the order in which they came.
    private Seat[] Ordered(Seat[] first, Seat[] waiting)
    {
        var ordered = new Seat[settings.WorldSize];
        foreach (var seat in waiting)
            if (seat.Rank is { } rank) ordered[rank] = seat;
        var gap = 0;
        foreach (var seat in waiting)
        {
            if (seat.Rank is not null) continue;
            while (ordered[gap] is not null) gap++;
            ordered[gap] = seat;
        }

        return [.. first, .. ordered];
    }

    private void Begin(Seat[] members)
    {
        Generation++;
        Fault = null;
        suspect = null;
        Current = Phase.Running;
        foreach (var rest in seats.Values.Where(seat => seat.Status is SeatStatus.Left or SeatStatus.Lost).ToArray())
            seats.Remove(rest.Connection);
        var roster = new Roster(Generation, [.. members.Select(seat => new RosterEntry(seat.PreviousRank, seat.Facts))]);
        for (var rank = 0; rank < members.Length; rank++)
        {
            (members[rank].Rank, members[rank].Status, members[rank].Activity, members[rank].Part) =
                (rank, SeatStatus.Active, RankActivity.None, null);
            Send(members[rank], new RosterMessage(rank, roster));
        }

        newcomersTold = 0;
        TellOfNewcomers();
    }
}

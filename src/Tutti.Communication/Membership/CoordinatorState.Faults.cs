using System.Globalization;

namespace Tutti.Communication.Membership;

internal sealed partial class CoordinatorState
{
    // A fault that waits for a better explanation: of whom, what will be said otherwise, who said it, and until when.
    private sealed record Suspicion(int Rank, FaultReport Report, int? Reporter, TimeSpan Deadline);

    private Suspicion? suspect;

    /// <summary>The connection ended.</summary>
    internal List<CoordinatorOutput> Closed(int connection, string reason, TimeSpan now)
    {
        if (!seats.TryGetValue(connection, out var seat) || !IsPresent(seat)) return TakeOutputs();
        if (seat.Status == SeatStatus.Waiting)
        {
            // It may try again; if it does not, the join deadline names it.
            seats.Remove(connection);
            TellOfNewcomers();
            return TakeOutputs();
        }

        var wasRunning = Current == Phase.Running;
        if (wasRunning)
            Suspect(seat, Lost(seat, "connection closed", $"{reason}, and it had not said that it would leave. See that process's own " +
                $"output."), null, now);
        seat.Status = SeatStatus.Lost;
        if (Current == Phase.Faulted && !wasRunning) FormNext(now, isLate: false);
        EndIfEmpty();
        return TakeOutputs();
    }

    /// <summary>Whoever started a process tells how it ended: better than anything that others noticed of it.</summary>
    internal List<CoordinatorOutput> ProcessEnded(ProcessEnd end, TimeSpan now)
    {
        var seat = seats.Values.FirstOrDefault(seat => seat.Facts.ProcessId == end.ProcessId
            && (end.Rank is null || seat.Rank == end.Rank || seat.Rank is null));
        if (Current == Phase.Gathering)
        {
            var who = end.Rank is { } rank ? $"rank {rank}" : "a process";
            Fail($"Join: {who} ended before the job began. Got {end.Name} from process {end.ProcessId}. Expected it to join. {end.Words}");
        }
        else if (Current == Phase.Running && seat is { Status: SeatStatus.Active or SeatStatus.Lost, Rank: { } lost })
        {
            seat.End = end;
            if (end.IsGood) Depart(seat, lost);
            else Decide(Ended(seat, end), null, now);
        }
        else if (Current == Phase.Running && seat is { Status: SeatStatus.Left, Rank: { } left })
        {
            seat.End = end;
            if (suspect is { } waiting && waiting.Rank == left)
                Decide(end.IsGood ? waiting.Report : Ended(seat, end), end.IsGood ? waiting.Reporter : null, now);
        }
        else if (Current == Phase.Faulted && seat is not null && IsPresent(seat))
        {
            seat.Status = SeatStatus.Lost;
            FormNext(now, isLate: false);
        }

        EndIfEmpty();
        return TakeOutputs();
    }

    /// <summary>The job is to end: by its user, or because whoever hosts the coordinator ends.</summary>
    internal List<CoordinatorOutput> Cancel(string reason, TimeSpan now)
    {
        if (Current == Phase.Gathering) Fail(reason);
        else if (Current == Phase.Running) Decide(new FaultReport(null, FaultKind.Cancelled, "cancelled", reason), null, now);
        return TakeOutputs();
    }

    private static FaultReport Lost(Seat seat, string how, string why) =>
        new(seat.Rank, FaultKind.Lost, how, FaultReport.Cut($"{seat.Facts}: {why}")) { Peer = seat.Rank };

    private static FaultReport Ended(Seat seat, ProcessEnd end) => Lost(seat, end.Name, $"its process ended. {end.Words}");

    private void CheckLeases(TimeSpan now)
    {
        foreach (var seat in seats.Values.Where(seat => IsPresent(seat) && now - seat.LastSeen > settings.Lease).ToArray())
        {
            var silence = (now - seat.LastSeen).TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
            var wasWaiting = seat.Status == SeatStatus.Waiting;
            if (Current == Phase.Running && !wasWaiting)
                Decide(Lost(seat, "no sign of life", $"nothing was heard from it for {silence} s{OthersSilent(seat, now)}. " +
                    "Expected a sign every half second. See whether it is stopped, or its machine unreachable."), null, now);
            Refuse(seat.Connection, $"Membership: {seat} gave no sign of life for {silence} s. Expected one every half second. The job " +
                "goes on without it.");
            seat.Status = SeatStatus.Lost;
            if (wasWaiting)
            {
                seats.Remove(seat.Connection);
                TellOfNewcomers();
            }
            else if (Current == Phase.Faulted) FormNext(now, isLate: false);
        }

        EndIfEmpty();
    }

    // With a machine go all of its ranks, a sign of life apart: the first whose lease ends speaks for them.
    private string OthersSilent(Seat first, TimeSpan now) => string.Concat(
        Ranks.Where(seat => seat != first && now - seat.LastSeen > settings.Lease / 2)
            .Select(seat => string.Create(CultureInfo.InvariantCulture, $", nor from rank {seat.Rank} for {(now - seat.LastSeen).TotalSeconds:F1} s")));

    // What a rank says of itself stands at once; what it says of another waits a moment for that one's own words.
    private void Propose(Seat reporter, FaultReport report, TimeSpan now)
    {
        var culprit = report.Kind == FaultKind.PeerLost ? report.Peer : report.Rank;
        var other = seats.Values.FirstOrDefault(
            seat => seat.Rank == culprit && seat.Status is SeatStatus.Active or SeatStatus.Lost or SeatStatus.Left);
        if (culprit is not null && other?.End is { } end) Decide(end.IsGood ? report : Ended(other, end), end.IsGood ? reporter.Rank : null, now);
        else if (culprit != reporter.Rank && culprit is not null && other is not null) Suspect(other, report, reporter.Rank, now);
        else if (suspect is null || suspect.Rank == reporter.Rank || !IsConsequenceOf(suspect.Rank, report))
            Decide(report, reporter.Rank, now);
    }

    // Who could not finish a collective because of the suspect tells nothing new.
    private static bool IsConsequenceOf(int rank, FaultReport report) => report.Kind is FaultKind.PeerLost or FaultKind.Timeout
        && report.Peer == rank;

    private void Suspect(Seat seat, FaultReport report, int? reporter, TimeSpan now)
    {
        if (seat.Rank is not { } rank) return;
        var deadline = now + GraceOf(seat, report);
        if (suspect is null) suspect = new Suspicion(rank, report, reporter, deadline);
        else if (suspect.Rank == rank && deadline < suspect.Deadline) suspect = suspect with { Deadline = deadline };
    }

    // A rank that leaves while others need it may do so because of an exception on its way up: its process is about to tell. The others may
    // notice before its own farewell is here.
    private TimeSpan GraceOf(Seat seat, FaultReport report) =>
        seat.Status == SeatStatus.Left || report.Kind == FaultKind.PeerLost ? settings.LeaveGrace : settings.Grace;

    private void CheckSuspicion(TimeSpan now)
    {
        if (Current == Phase.Running && suspect is { } waiting && now >= waiting.Deadline) Decide(waiting.Report, waiting.Reporter, now);
    }

    private void Depart(Seat seat, int rank)
    {
        // Its process ended in good order without saying so: whoever still needs it will notice.
        seat.Status = SeatStatus.Left;
        if (suspect?.Rank == rank) suspect = null;
        foreach (var other in Ranks) Send(other, new DepartedMessage(Generation, rank));
    }

    private void Decide(FaultReport report, int? reporter, TimeSpan now)
    {
        if (Current != Phase.Running) return;
        suspect = null;
        Current = Phase.Faulted;
        joinDeadline = now + settings.JoinTimeout;
        Seat[] members = [.. seats.Values.Where(seat => seat.Rank is not null && seat.Status != SeatStatus.Waiting).OrderBy(seat => seat.Rank)];
        var verdict = new VerdictMessage(Generation, reporter, report, [.. members.Select(seat => Describe(seat, now))]);
        Fault = new DecidedFault(verdict, members.ToDictionary(seat => seat.Rank!.Value, seat => seat.Facts.ProcessId));
        foreach (var seat in Ranks) Send(seat, verdict);
    }

    private string Describe(Seat seat, TimeSpan now) => seat.Status == SeatStatus.Left
        ? $"rank {seat.Rank}: has left"
        : settings.ReadFlight?.Invoke(seat.Rank!.Value) ?? seat.Activity.Describe(seat.Rank!.Value, now - seat.ActivitySeen);
}

namespace Tutti.Communication.Membership;

// Who joins while the job runs waits at the door until the ranks gather anew, which they alone decide.
internal sealed partial class CoordinatorState
{
    private WelcomeMessage? welcome;
    private int newcomersTold;

    private int MostRanks => welcome?.MostRanks ?? settings.WorldSize;

    // What a launcher has numbered may have another number by now, and that number another holder.
    private bool AreRanksDealt => Generation > 1;

    private bool IsFirst(Seat seat) => !settings.AreRanksGiven || seat.Rank is not null;

    private void Welcome(WelcomeMessage said)
    {
        if (said == welcome) return;
        welcome = said;
        foreach (var seat in seats.Values.Where(seat => seat.Status == SeatStatus.Waiting).ToArray())
            if (Difference(seat.Purpose) is { } reason) TurnAway(seat, reason, isWrongInput: true);
        TellOfNewcomers();
    }

    private string? WhyNotWelcome(JoinMessage join) => Current == Phase.Gathering ? null : Difference(join.Purpose);

    private string? Difference(string purpose)
    {
        if (welcome is null || welcome.Purpose == purpose) return null;
        var (theirs, ours) = (purpose.Split('\n'), welcome.Purpose.Split('\n'));
        return $"Join: this process is not started for what the job does. Got {Words(theirs.Except(ours))}. Expected {Words(ours.Except(theirs))}. " +
            "Start it with the options and files of the others.";
    }

    private static string Words(IEnumerable<string> lines) => string.Join(", ", lines.Where(line => line.Length > 0)) is { Length: > 0 } words ? words : "nothing more";

    private void CheckDoor(TimeSpan now)
    {
        if (Current != Phase.Running) return;
        foreach (var seat in seats.Values.Where(seat => seat.Status == SeatStatus.Waiting && now - seat.JoinedAt > settings.JoinTimeout).ToArray())
            TurnAway(seat, $"Join: nobody let this process in within {settings.JoinTimeout.TotalSeconds} s. Got {seat}; the job has {Ranks.Count()} ranks. " +
                (welcome is null ? "Expected a job that takes in newcomers. Start its workers with --min-workers."
                    : $"Expected fewer than {MostRanks}, its shards, and a step's end. Try again when a rank has left."));
    }

    private void TurnAway(Seat seat, string reason, bool isWrongInput = false)
    {
        Refuse(seat.Connection, reason, isWrongInput);
        seats.Remove(seat.Connection);
        TellOfNewcomers();
    }

    // As many as there is room for: more would make the ranks gather for nothing.
    private void TellOfNewcomers()
    {
        if (Current != Phase.Running || welcome is null) return;
        var count = Math.Min(seats.Values.Count(seat => seat.Status == SeatStatus.Waiting), Math.Max(0, MostRanks - Ranks.Count()));
        if (count == newcomersTold) return;
        newcomersTold = count;
        foreach (var seat in Ranks) Send(seat, new NewcomersMessage(count));
    }
}

using Tutti.Communication.Membership;

namespace Tutti.Communication.Tests.Membership;

/// <summary>At least one message of every kind.</summary>
internal static class ControlMessages
{
    private static readonly MemberFacts Facts = new("boot/net:[1]/mnt:[2]", "größe", -5, "0.1.0", "10.0.0.1", 40000);

    private static readonly FaultReport Report = new(2, FaultKind.Timeout, "CollectiveTimeoutException", "AllReduce #4: rank 1 heard " +
        "nothing")
    {
        Stack = "at A()\nat B()", Peer = 1, MissingRanks = [1, 3],
        Call = new ReportedCall("workers", 2, 4, 418, 6, 2, 1, 1000, -1, ulong.MaxValue, 31_000_000),
    };

    internal static ControlMessage[] OfEveryKind { get; } =
    [
        new JoinMessage(3, 4, Facts) { Purpose = "seed=5\nmodel=größe" },
        new JoinMessage(null, 0, new MemberFacts("", "", 0, "", "", 0)),
        new RosterMessage(1, new Roster(2, [new RosterEntry(null, Facts), new RosterEntry(3, Facts with { ProcessId = 9 })])),
        new AliveMessage(7, new RankActivity(418, "AllReduce", true, TimeSpan.FromSeconds(3))),
        new AliveAnswer(7, 638_000_000_000_000_000),
        new FaultMessage(1, Report),
        new FaultMessage(1, new FaultReport(null, FaultKind.Exception, "FormatException", "boom")),
        new VerdictMessage(1, 2, Report, ["rank 0: in AllReduce #418 for 3.1 s", ""]),
        new VerdictMessage(1, null, new FaultReport(0, FaultKind.Lost, "SIGKILL", "gone"), []),
        new LeaveMessage([1, 2, 3]),
        new DepartedMessage(1, 2),
        new RejoinMessage(1),
        new RefusedMessage("Join: no."),
        new RefusedMessage("Join: no.", IsWrongInput: true),
        new WelcomeMessage(4, "seed=5"),
        new NewcomersMessage(2),
        new ShareMessage(1, [4, 5]),
        new SharedMessage(1, [[1], [], [2, 3]]),
    ];
}

namespace Tutti.Communication.Membership;

/// <summary>What coordinator and members tell each other. The kinds and layouts that travel are in <see cref="ControlCodec"/>.</summary>
internal abstract record ControlMessage;

/// <summary>
/// Member → coordinator, once: who I am. A rank of null leaves the choice to the coordinator; a world size of 0 accepts
/// any. The purpose, lines of text, is that of <see cref="WelcomeMessage"/>.
/// </summary>
internal sealed record JoinMessage(int? Rank, int WorldSize, MemberFacts Facts) : ControlMessage
{
    internal string Purpose { get; init; } = "";
}

/// <summary>Coordinator → member: the generation begins, and this is your rank in it.</summary>
internal sealed record RosterMessage(int OwnRank, Roster Roster) : ControlMessage;

/// <summary>Member → coordinator, every half second.</summary>
internal sealed record AliveMessage(long Sequence, RankActivity Activity) : ControlMessage;

/// <summary>Coordinator → member: the answer to an <see cref="AliveMessage"/>, with the coordinator's clock.</summary>
internal sealed record AliveAnswer(long Sequence, long UtcTicks) : ControlMessage;

/// <summary>Member → coordinator: a candidate for the job's fault.</summary>
internal sealed record FaultMessage(int Generation, FaultReport Report) : ControlMessage;

/// <summary>
/// Coordinator → all: the fault that stands, who reported it (null: the coordinator itself), and what each rank was
/// doing.
/// </summary>
internal sealed record VerdictMessage(int Generation, int? Reporter, FaultReport Report, IReadOnlyList<string> Ranks) : ControlMessage
{
    /// <summary>The whole verdict: the first cause, then one line a rank.</summary>
    internal string Text => string.Join(Environment.NewLine, [Report.Sentence, .. Ranks]);
}

/// <summary>Member → coordinator: this rank's work is done, and this is its result.</summary>
internal sealed record LeaveMessage(byte[] Result) : ControlMessage;

/// <summary>Coordinator → all, the leaver included: that rank has left in good order.</summary>
internal sealed record DepartedMessage(int Generation, int Rank) : ControlMessage;

/// <summary>Member → coordinator, after a verdict: take me into the next generation.</summary>
internal sealed record RejoinMessage(int Generation) : ControlMessage;

/// <summary>
/// Coordinator → member: you cannot take part, and why, which may be what you were given to begin with. The connection ends.
/// </summary>
internal sealed record RefusedMessage(string Reason, bool IsWrongInput = false) : ControlMessage;

/// <summary>Member → coordinator: newcomers of the same purpose may join while the job runs, until it has so many ranks.</summary>
internal sealed record WelcomeMessage(int MostRanks, string Purpose) : ControlMessage;

/// <summary>Coordinator → all: so many newcomers would be in the next generation.</summary>
internal sealed record NewcomersMessage(int Count) : ControlMessage;

/// <summary>Member → coordinator: my part of an exchange; every rank sends one a round.</summary>
internal sealed record ShareMessage(int Round, byte[] Part) : ControlMessage;

/// <summary>Coordinator → all: every rank's part, in rank order.</summary>
internal sealed record SharedMessage(int Round, IReadOnlyList<byte[]> Parts) : ControlMessage;

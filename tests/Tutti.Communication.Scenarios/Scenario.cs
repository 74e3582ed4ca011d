namespace Tutti.Communication.Scenarios;

/// <summary>
/// What every rank of a group runs at once; it asserts by throwing. A sound scenario leaves the group as usable as it was, so that many
/// can run one after the
/// other in one job; any other ends the job.
/// </summary>
/// <param name="Theme">What it is about.</param>
/// <param name="Name">What must hold.</param>
/// <param name="Body">One rank's part.</param>
public sealed record Scenario(string Theme, string Name, Action<ProcessGroup> Body)
{
    /// <summary>How many ranks it needs at least.</summary>
    public int SmallestSize { get; init; } = 1;

    /// <summary>Whether the job has a fault afterwards.</summary>
    public bool EndsFaulted { get; init; }

    /// <summary>Whether it needs a group whose ranks give up quickly on one that is late.</summary>
    public bool IsImpatient { get; init; }

    /// <summary>The rank that leaves by a <see cref="PlannedFailureException"/> if the group has so many; null if none does.</summary>
    public Func<int, int>? Culprit { get; init; }

    public override string ToString() => $"{Theme}: {Name}";

    /// <summary>What is wrong with how the ranks ended; null if nothing is. The cause comes before what it led to on other ranks.</summary>
    /// <param name="errors">What the body threw on each rank, null where it returned.</param>
    public string? Verdict(IReadOnlyList<Exception?> errors)
    {
        var wrong = new List<(int Rank, string Problem, bool IsEffect)>();
        for (var rank = 0; rank < errors.Count; rank++)
        {
            var isCulprit = Culprit?.Invoke(errors.Count) == rank;
            if (isCulprit && errors[rank] is not PlannedFailureException)
                wrong.Add((rank, $"expected a planned failure, got {errors[rank]?.ToString() ?? "none"}", false));
            if (!isCulprit && errors[rank] is { } error)
                wrong.Add((rank, error.ToString(), error is CommunicationException or OperationCanceledException));
        }

        return wrong.Count == 0 ? null : string.Join(Environment.NewLine,
            wrong.OrderBy(entry => entry.IsEffect).Select(entry => $"{this}, rank {entry.Rank} of {errors.Count}: {entry.Problem}"));
    }
}

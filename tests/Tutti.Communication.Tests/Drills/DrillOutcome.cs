using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Tutti.Communication.Tests.Drills;

/// <summary>What became of a drill.</summary>
/// <param name="Act">When the fault happened.</param>
/// <param name="Verdicts">What each rank threw.</param>
/// <param name="NamedFirst">The rank that the launcher names as the job's reason to fail; null if it names none.</param>
/// <param name="Text">All that was written.</param>
internal sealed record DrillOutcome(long Act, IReadOnlyDictionary<int, DrillVerdict> Verdicts, int? NamedFirst, string Text)
{
    /// <summary>From the fault to the last survivor's exception.</summary>
    internal TimeSpan Elapsed => Verdicts.Count == 0 ? TimeSpan.MaxValue : Stopwatch.GetElapsedTime(Act, Verdicts.Values.Max(verdict => verdict.Time));

    /// <summary>What is not as the drill asks for; null if all is.</summary>
    internal string? ProblemFor(Drill drill)
    {
        var problems = new List<string>();
        if (!Verdicts.Keys.Order().SequenceEqual(drill.Survivors))
            problems.Add($"ranks {string.Join(", ", Verdicts.Keys.Order())} threw a verdict, expected {string.Join(", ", drill.Survivors)}");
        foreach (var (rank, verdict) in Verdicts)
        {
            if (verdict.Type != drill.Thrown) problems.Add($"rank {rank} threw {verdict.Type}, expected {drill.Thrown}");
            foreach (var words in drill.Words)
                if (!Regex.IsMatch(verdict.Message, words)) problems.Add($"rank {rank} does not say '{words}'");
        }

        if (Elapsed >= Drill.Limit) problems.Add($"the last verdict came after {Elapsed}, expected less than {Drill.Limit}");
        if (NamedFirst is not { } named || !drill.Culprits.Contains(named))
            problems.Add($"the launcher names rank {NamedFirst}, expected {string.Join(" or ", drill.Culprits)}");
        return problems.Count == 0 ? null : $"{drill.Name}: {string.Join("; ", problems)}.\n{Text}";
    }
}

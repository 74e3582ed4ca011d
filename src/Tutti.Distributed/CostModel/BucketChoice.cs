using System.Globalization;

namespace Tutti.Distributed.CostModel;

/// <summary>
/// Chooses how large buckets are, and up to where sums go all to all, so that the simulated step is the shortest. Pure: the same arguments
/// give the same decision.
/// </summary>
public static class BucketChoice
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    private const int LeastBytes = 64 << 10;

    // What is gained below that, the model cannot know; larger buckets cost fewer messages.
    private const double Margin = 0.01;

    /// <summary>Chooses among powers of two from 64 KB to below all gradients, and everything at once.</summary>
    /// <param name="profile">What a worker computes, and when.</param>
    /// <param name="cost">What sums cost; where they go all to all is chosen anew.</param>
    /// <returns>The decision: the largest size whose step is within 1 % of the shortest.</returns>
    /// <exception cref="ArgumentException">The profile is out of range; the message has all problems.</exception>
    public static BucketDecision Choose(StepProfile profile, SumCost cost)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(cost);
        var tuned = cost.Tuned();
        var candidates = SizesFor(profile.GradientBytes).Select(bytes => new BucketCandidate(bytes, StepSimulator.Run(profile, tuned, bytes))).ToArray();
        var shortest = candidates.Min(candidate => candidate.Prediction.StepSeconds);
        var chosen = candidates.Last(candidate => candidate.Prediction.StepSeconds <= shortest * (1 + Margin));
        return new BucketDecision
        {
            BucketBytes = chosen.BucketBytes, DirectBytes = tuned.DirectBytes, Prediction = chosen.Prediction, Candidates = candidates,
            Reasons = Explain(profile, tuned, candidates, chosen),
        };
    }

    private static IEnumerable<int> SizesFor(long gradientBytes)
    {
        for (long bytes = LeastBytes; bytes < Math.Min(gradientBytes, int.MaxValue); bytes *= 2) yield return (int)bytes;
        yield return int.MaxValue;
    }

    private static string[] Explain(StepProfile profile, SumCost cost, BucketCandidate[] candidates, BucketCandidate chosen)
    {
        var links = cost.Links;
        var best = candidates.MinBy(candidate => candidate.Prediction.StepSeconds)!;
        var why = chosen == best ? "the shortest step" : $"within 1 % of {Size(best.BucketBytes)} with fewer messages";
        return
        [
            string.Create(Plain, $"links of {cost.RankCount} ranks: latency {links.LatencySeconds * 1e6:F1} us, {links.MessageSeconds * 1e6:F1} us a message, ") +
            string.Create(Plain, $"{links.Megabits:N0} Mbit/s, addition {1e-9 / Math.Max(links.ReductionSeconds, 1e-15):F1} GB/s"),
            string.Create(Plain, $"step: {Time(profile.ComputeSeconds)} forward and backward, {Time(profile.UpdateSeconds)} update, ") +
            string.Create(Plain, $"{profile.GradientBytes:N0} bytes of {profile.Gradients.Count} gradients"),
            .. candidates.Select(Describe),
            $"chosen: {Size(chosen.BucketBytes)}, {why}" +
            (cost.RankCount <= 2 ? "" : $"; sums up to {Size(cost.DirectBytes)} go all to all, larger ones in ranges"),
        ];
    }

    private static string Describe(BucketCandidate candidate)
    {
        var (step, exposed, sums, count) = candidate.Prediction;
        return $"buckets of {Size(candidate.BucketBytes)}: step {Time(step)}, of it waiting {Time(exposed)}; {count} sum{(count == 1 ? "" : "s")}, {Time(sums)} together";
    }

    private static string Time(double seconds) => string.Create(Plain, $"{seconds * 1e3:F2} ms");

    private static string Size(int bytes) => bytes == int.MaxValue ? "everything" : bytes >= 1 << 20 ? $"{bytes >> 20} MB" : $"{bytes >> 10} KB";
}

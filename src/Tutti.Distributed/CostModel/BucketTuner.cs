using Tutti.Communication;

namespace Tutti.Distributed.CostModel;

/// <summary>From the clocks of all ranks to one decision that all of them follow.</summary>
internal static class BucketTuner
{
    /// <summary>Measures links, decides, and tells the group up to where it sums all to all. Collective.</summary>
    internal static BucketDecision Run(ProcessGroup group, StepClock clock)
    {
        var profile = clock.ProfileOf(group.AllGather<double>(clock.Medians()));
        var decision = BucketChoice.Choose(profile, new SumCost(LinkMeasurement.Run(group), group.Size));
        // All have the same numbers, but machines of different kinds may round differently: rank 0's choice counts.
        Span<int> chosen = [decision.BucketBytes, decision.DirectBytes];
        group.Broadcast(chosen);
        group.SumDirectlyUpTo(chosen[1]);
        return decision with { BucketBytes = chosen[0], DirectBytes = chosen[1] };
    }

    /// <summary>The decision where there is nothing to measure.</summary>
    internal static BucketDecision ForSharedMemory(int rankCount) => new()
    {
        BucketBytes = int.MaxValue, DirectBytes = SumCost.UsualDirectBytes,
        Reasons = [rankCount == 1
            ? "one rank: nothing is sent"
            : $"{rankCount} ranks share memory and sum with the cores that they compute with, so all gradients are summed at once"],
    };
}

using System.Globalization;

namespace Tutti.Communication.Rendezvous;

/// <summary>What the ranks of a job found before it begins; the same on every rank.</summary>
public sealed class ClusterReport
{
    internal ClusterReport(int rank, IReadOnlyList<ClusterRank> ranks, IReadOnlyList<ClusterLink> links, TimeSpan clockTolerance)
    {
        Rank = rank;
        Ranks = ranks;
        Links = links;
        Problems = [.. FindProblems(clockTolerance)];
    }

    /// <summary>The rank of this process.</summary>
    public int Rank { get; }

    /// <summary>The ranks in order.</summary>
    public IReadOnlyList<ClusterRank> Ranks { get; }

    /// <summary>Every rank to every other.</summary>
    public IReadOnlyList<ClusterLink> Links { get; }

    /// <summary>What would hinder the job, one sentence each; empty if nothing does.</summary>
    public IReadOnlyList<string> Problems { get; }

    private IEnumerable<string> FindProblems(TimeSpan clockTolerance)
    {
        foreach (var link in Links)
            if (link.Problem is { } problem)
                yield return $"rank {link.From} on {Ranks[link.From].HostName} cannot reach rank {link.To} on {Ranks[link.To].HostName}: " +
                    $"{problem}";
        foreach (var difference in Differences("the version of Tutti", rank => rank.Version)) yield return difference;
        foreach (var difference in Differences("the version of .NET", rank => rank.Runtime)) yield return difference;
        foreach (var name in Ranks.SelectMany(rank => rank.DataDigests.Keys).Distinct())
            foreach (var difference in Differences($"the data '{name}'", rank => rank.DataDigests.GetValueOrDefault(name) ?? "absent"))
                yield return difference;
        var (slow, fast) = (Ranks.MinBy(rank => rank.ClockOffset)!, Ranks.MaxBy(rank => rank.ClockOffset)!);
        if (fast.ClockOffset - slow.ClockOffset > clockTolerance)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"clocks differ: rank {fast.Rank} on {fast.HostName} is {(fast.ClockOffset - slow.ClockOffset).TotalSeconds:F1} s ahead " +
                $"of rank {slow.Rank} on {slow.HostName}");
    }

    private IEnumerable<string> Differences(string what, Func<ClusterRank, string> value)
    {
        var groups = Ranks.GroupBy(value).ToArray();
        if (groups.Length > 1)
            yield return $"{what} differs: " +
                $"{string.Join("; ", groups.Select(group => $"{group.Key} on rank {string.Join(", ", group.Select(rank => rank.Rank))}"))}";
    }
}

namespace Tutti.Learning.Data.Partitions;

/// <summary>Counts what a <see cref="PartitionReport"/> says.</summary>
internal sealed class PartitionSurvey(Partition partition)
{
    internal PartitionReport Report(ReadOnlySpan<long> labels, ReadOnlySpan<long> groups, int? classCount, ISampleSource? source)
    {
        var (covered, overlap, repeated) = CountRows();
        var report = new PartitionReport
        {
            Coverage = (double)covered / partition.SampleCount,
            OverlapCount = overlap,
            RepeatedCounts = repeated,
            Sizes = [.. AllParts().Select(part => partition.Rows(part).Length)],
            IdenticalCount = source is null ? null : IdenticalSamples.Count(partition, source),
        };
        if (!labels.IsEmpty) report = WithLabels(report, labels, classCount);
        return groups.IsEmpty ? report : WithGroups(report, groups);
    }

    private (int Covered, int Overlap, int[] Repeated) CountRows()
    {
        // How many parts have a row, and the last part that was seen to have it, from 1.
        var (partsOfRow, lastPart) = (new int[partition.SampleCount], new int[partition.SampleCount]);
        var repeated = new int[partition.PartCount];
        foreach (var part in AllParts())
            foreach (var row in partition.Rows(part))
            {
                if (lastPart[row] == part + 1) repeated[part]++;
                else partsOfRow[row]++;
                lastPart[row] = part + 1;
            }
        return (partsOfRow.Count(count => count > 0), partsOfRow.Count(count => count > 1), repeated);
    }

    private PartitionReport WithLabels(PartitionReport report, ReadOnlySpan<long> labels, int? classCount)
    {
        long[] classes = classCount is { } known ? [.. Enumerable.Range(0, known).Select(label => (long)label)] : [.. labels.ToArray().Distinct().Order()];
        var whole = new int[classes.Length];
        foreach (var label in labels)
        {
            var own = Array.BinarySearch(classes, label);
            if (own < 0) throw new ArgumentException($"PartitionReport: a label is no class. Got {label}. Expected 0 to {classCount - 1}.");
            whole[own]++;
        }
        var counts = new int[partition.PartCount][];
        foreach (var part in AllParts())
        {
            counts[part] = new int[classes.Length];
            foreach (var row in partition.Rows(part)) counts[part][Array.BinarySearch(classes, labels[row])]++;
        }
        return report with
        {
            ClassCounts = counts,
            LabelDistances = [.. counts.Select(own => Distance(own, whole))],
            EmptyClassCounts = [.. counts.Select(own => own.Where((count, label) => count == 0 && whole[label] > 0).Count())],
        };
    }

    private static double Distance(int[] own, int[] whole)
    {
        double ownTotal = own.Sum(), wholeTotal = whole.Sum(), sum = 0;
        for (var label = 0; label < own.Length; label++) sum += Math.Abs(own[label] / ownTotal - whole[label] / wholeTotal);
        return sum / 2;
    }

    private PartitionReport WithGroups(PartitionReport report, ReadOnlySpan<long> groups)
    {
        var partsOfGroup = new SortedDictionary<long, SortedSet<int>>();
        foreach (var part in AllParts())
            foreach (var row in partition.Rows(part))
            {
                if (!partsOfGroup.TryGetValue(groups[row], out var parts)) partsOfGroup.Add(groups[row], parts = []);
                parts.Add(part);
            }
        var leaked = partsOfGroup.Where(pair => pair.Value.Count > 1).ToArray();
        return report with
        {
            LeakedGroupCount = leaked.Length,
            LeakedGroups = [.. leaked.Take(PartitionReport.MostExamples).Select(pair => new LeakedGroup(pair.Key, [.. pair.Value]))],
        };
    }

    private IEnumerable<int> AllParts() => Enumerable.Range(0, partition.PartCount);
}

using Tutti.Learning.Data;
using Tutti.Learning.Data.Ecg;
using Tutti.Learning.Data.Partitions;

namespace Tutti.Experiments.EcgEnsemble;

/// <summary>Heartbeats of one origin, and how they are divided.</summary>
internal sealed class HeartSource
{
    private readonly ClassificationDataset learned;
    private readonly HeartPart? test;

    private HeartSource(string name, string description, int epochCount, IReadOnlyList<HeartQuestion> questions, ClassificationDataset learned, HeartPart? test)
    {
        (Name, Description, EpochCount, Questions) = (name, description, epochCount, questions);
        (this.learned, this.test) = (learned, test);
    }

    internal string Name { get; }

    /// <summary>How beats are divided, for the reader.</summary>
    internal string Description { get; }

    internal int EpochCount { get; }

    /// <summary>What is asked; the first one is what α is chosen for.</summary>
    internal IReadOnlyList<HeartQuestion> Questions { get; }

    /// <summary>ECG5000: all beats pooled, 60 % learned from, 20 % to choose α, 20 % tested on.</summary>
    internal static HeartSource OfPool(ClassificationDataset all, int epochCount) => new(
        "ECG5000", "60/20/20 by the seed, all beats pooled; hospitals have random parts of the usual beats", epochCount,
        [new HeartQuestion("anomalous", [1])], all, test: null);

    /// <summary>MIT-BIH: patients stay together, whether in a hospital, to choose α, or tested on.</summary>
    internal static HeartSource OfPatients(ClassificationDataset learned, ClassificationDataset test, int epochCount)
    {
        HeartQuestion Question(string name, params AamiClass[] classes) => new(name, [.. classes.Select(aami => (long)aami)]);
        return new HeartSource(
            "MIT-BIH", "by patients: a fifth of DS1 chooses α, hospitals have the others, DS2 is tested on; beats in millivolts, without paced patients",
            epochCount,
            [
                Question("any of V, S, F", AamiClass.Ventricular, AamiClass.Supraventricular, AamiClass.Fusion),
                Question("V", AamiClass.Ventricular), Question("S", AamiClass.Supraventricular), Question("F", AamiClass.Fusion),
            ],
            learned, HeartPart.Of(test, [.. Enumerable.Range(0, test.Count)]));
    }

    /// <summary>Divides the beats.</summary>
    internal HeartCase Divide(int hospitalCount, ulong seed)
    {
        var classes = learned.CopyLabels();
        if (test is not null)
        {
            // A seed decides which patients are where: numbers of groups in a random order.
            long[] patients = [.. learned.Groups!.Select(group => (long)group)];
            var parts = Partitions.Grouped(patients, hospitalCount + 1, seed);
            var usual = UsualRows(Enumerable.Range(1, hospitalCount).Select(part => parts.Rows(part).ToArray()), classes);
            return Join(usual, HeartPart.Of(learned, parts.Rows(0).ToArray()), test);
        }
        var pool = Partitions.Weighted(learned.Count, [3, 1, 1], seed);
        int[] rows = [.. pool.Rows(0).ToArray().Where(row => classes[row] == 0)];
        var hospitals = Partitions.Balanced(rows.Length, hospitalCount, seed);
        return Join(
            [.. Enumerable.Range(0, hospitalCount).Select(part => hospitals.Rows(part).ToArray().Select(row => rows[row]).ToArray())],
            HeartPart.Of(learned, pool.Rows(1).ToArray()), HeartPart.Of(learned, pool.Rows(2).ToArray()));
    }

    private static int[][] UsualRows(IEnumerable<int[]> parts, long[] classes) =>
        [.. parts.Select(part => part.Where(row => classes[row] == 0).ToArray())];

    private HeartCase Join(int[][] parts, HeartPart validation, HeartPart tested)
    {
        int[] all = [.. parts.SelectMany(part => part)];
        var next = 0;
        int[][] numbered = [.. parts.Select(part => part.Select(_ => next++).ToArray())];
        return new HeartCase(this, new SourceSubset(learned, all), new Partition(all.Length, numbered, "hospitals"), validation, tested);
    }
}

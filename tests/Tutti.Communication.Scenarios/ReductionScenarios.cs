using System.Numerics;
using Tutti.Communication.Collectives;

namespace Tutti.Communication.Scenarios;

/// <summary>All-reduce, reduce and reduce-scatter: exact where the numbers allow it, else the bits of the fixed tree.</summary>
internal static class ReductionScenarios
{
    private const string Theme = "Reductions";

    private static readonly Reduction Digits = Reduction.Custom<ulong>("digits", (left, right, result) =>
    {
        for (var i = 0; i < result.Length; i++) result[i] = Digit(left[i], right[i]);
    });

    internal static IReadOnlyList<Scenario> All { get; } =
    [
        new(Theme, "sum, mean, min, max and product of every type and count", group => new EveryReduction(group).RunAll()),
        new(Theme, "a custom reduction is applied along the tree, left before right", CustomReduction),
        new(Theme, "sums, products and means have the bits of the naive tree on every rank", Bits),
        new(Theme, "min and max of what is not a number are not a number", NotANumber),
        new(Theme, "some ranks in place, others not", SomeInPlace),
        new(Theme, "operands are kept, also the root's neighbours'", OperandsKept),
        new(Theme, "in any order all ranks still agree on every bit", AnyOrder),
        new(Theme, "megabytes, in many pieces", Large),
    ];

    private sealed class EveryReduction(ProcessGroup group) : ElementCase
    {
        protected override void Run<T>()
        {
            var isWhole = T.IsZero(T.One / T.CreateTruncating(2));
            foreach (var count in Coded.Counts(group.Size))
            {
                Check<T>(Reduction.Sum, count, Coded.Values<T>, (left, right) => left + right);
                // With many elements one reduction will do: what depends on it shows with few.
                if (count == 10_000) continue;
                Check<T>(Reduction.Min, count, Coded.Values<T>, T.Min);
                Check<T>(Reduction.Max, count, Coded.Values<T>, T.Max);
                Check<T>(Reduction.Product, count, OnesAndTwos<T>, (left, right) => left * right);
                if (!isWhole) Check<T>(Reduction.Mean, count, Coded.Values<T>, (left, right) => left + right, T.CreateChecked(group.Size));
            }
        }

        private void Check<T>(Reduction reduction, int count, Func<int, int, int, T[]> values, Func<T, T, T> combine, T? divisor = null)
            where T : unmanaged, INumber<T>
        {
            var what = $"{reduction} of {count} {typeof(T).Name}";
            T[] Expected(int length)
            {
                var tree = NaiveTree.Of([.. Enumerable.Range(0, group.Size).Select(rank => values(rank, length, 0))], combine);
                return divisor is { } by ? [.. tree.Select(value => value / by)] : tree;
            }

            var own = values(group.Rank, count, 0);
            var expected = Expected(count);
            var result = new T[count];
            group.AllReduce<T>(own, result, reduction);
            Coded.Same<T>(expected, result, $"AllReduce by {what}");
            var root = count % group.Size;
            Array.Clear(result);
            group.Reduce<T>(own, group.Rank == root ? result : default, root, reduction);
            if (group.Rank == root) Coded.Same<T>(expected, result, $"Reduce by {what}");
            group.AllReduce(own.AsSpan(), reduction);
            Coded.Same<T>(expected, own, $"AllReduce in place by {what}");

            if (count > 1_000) return;
            var part = new T[count];
            group.ReduceScatter<T>(values(group.Rank, count * group.Size, 0), part, reduction);
            Coded.Same<T>(Expected(count * group.Size).AsSpan(count * group.Rank, count), part, $"ReduceScatter by {what}");
        }

        private static T[] OnesAndTwos<T>(int rank, int count, int start) where T : INumber<T> =>
            [.. Enumerable.Range(start, count).Select(i => T.CreateTruncating(1 + (rank + i) % 2))];
    }

    // Neither commutative nor associative.
    private static ulong Digit(ulong left, ulong right) => left * 1_000_003 + (right ^ (right >> 7));

    private static void CustomReduction(ProcessGroup group)
    {
        foreach (var count in Coded.Counts(group.Size))
        {
            var expected = NaiveTree.Of([.. Enumerable.Range(0, group.Size).Select(rank => Coded.Values<ulong>(rank, count))], Digit);
            var values = Coded.Values<ulong>(group.Rank, count);
            group.AllReduce(values.AsSpan(), Digits);
            Coded.Same<ulong>(expected, values, $"AllReduce of {count}");
            values = Coded.Values<ulong>(group.Rank, count);
            for (var root = 0; root < group.Size; root++)
            {
                var result = new ulong[count];
                group.Reduce<ulong>(values, result, root, Digits);
                Coded.Same<ulong>(group.Rank == root ? expected : new ulong[count], result, $"Reduce of {count} to {root}");
            }
        }
    }

    private static void Bits(ProcessGroup group)
    {
        Check<float>(Reduction.Sum, (left, right) => left + right, sum => sum);
        Check<float>(Reduction.Product, (left, right) => left * right, product => product);
        Check<float>(Reduction.Mean, (left, right) => left + right, sum => sum / group.Size);
        Check<double>(Reduction.Sum, (left, right) => left + right, sum => sum);
        Check<double>(Reduction.Mean, (left, right) => left + right, sum => sum / group.Size);
        Check<Half>(Reduction.Sum, (left, right) => left + right, sum => sum);
        Check<Half>(Reduction.Product, (left, right) => left * right, product => product);

        void Check<T>(Reduction reduction, Func<T, T, T> combine, Func<T, T> finish) where T : unmanaged, INumber<T>
        {
            foreach (var count in new[] { 1, group.Size + 1, 5_003 })
            {
                var tree = NaiveTree.Of([.. Enumerable.Range(0, group.Size).Select(rank => Coded.Random<T>(rank, count))], combine);
                var values = Coded.Random<T>(group.Rank, count);
                group.AllReduce(values.AsSpan(), reduction);
                Coded.Same<T>([.. tree.Select(finish)], values, $"{reduction} of {count} {typeof(T).Name}");
            }
        }
    }

    private static void NotANumber(ProcessGroup group)
    {
        for (var culprit = 0; culprit < group.Size; culprit++)
            foreach (var reduction in new[] { Reduction.Min, Reduction.Max, Reduction.Sum })
            {
                double[] values = [group.Rank == culprit ? double.NaN : 1, 2];
                group.AllReduce(values.AsSpan(), reduction);
                Assert.True(double.IsNaN(values[0]) && !double.IsNaN(values[1]), $"{reduction}: {values[0]}, {values[1]}");
            }
    }

    private static void SomeInPlace(ProcessGroup group)
    {
        const int count = 4_099;
        var expected = NaiveTree.Of([.. Enumerable.Range(0, group.Size).Select(rank => Coded.Random<float>(rank, count))],
            (left, right) => left + right);
        for (var pattern = 0; pattern < 4; pattern++)
        {
            var values = Coded.Random<float>(group.Rank, count);
            var result = ((pattern >> (group.Rank % 2)) & 1) == 0 ? values : new float[count];
            group.AllReduce<float>(values, result);
            Coded.Same<float>(expected, result, $"pattern {pattern}");
        }
    }

    private static void OperandsKept(ProcessGroup group)
    {
        const int count = 3_001;
        var values = Coded.Values<int>(group.Rank, count * group.Size);
        var kept = values.ToArray();
        group.AllReduce<int>(values, new int[values.Length]);
        group.Reduce<int>(values, group.Rank == 0 ? new int[values.Length] : default);
        group.ReduceScatter<int>(values, new int[count]);
        Coded.Same<int>(kept, values, "operand");

        // The root alone may give up its operand.
        var isRoot = group.Rank == group.Size - 1;
        group.Reduce<int>(values, isRoot ? values : default, group.Size - 1);
        if (!isRoot) Coded.Same<int>(kept, values, "operand of a rank that is not the root");
    }

    private static void AnyOrder(ProcessGroup group)
    {
        foreach (var count in Coded.Counts(group.Size))
        {
            var values = Coded.Random<float>(group.Rank, count);
            group.AllReduce(values.AsSpan(), order: ReductionOrder.Any);
            var all = group.AllGather<float>(values);
            for (var rank = 0; rank < group.Size; rank++) Coded.Same<float>(values, all.AsSpan(rank * count, count),
                $"count {count}, rank {rank}");

            var exact = Coded.Values<long>(group.Rank, count);
            group.AllReduce(exact.AsSpan(), order: ReductionOrder.Any);
            for (var i = 0; i < count; i++) Assert.Equal(Enumerable.Range(0, group.Size).Sum(rank => Coded.Number(rank, i)), exact[i]);
        }
    }

    private static void Large(ProcessGroup group)
    {
        const int count = 700_001;
        var values = Coded.Values<int>(group.Rank, count);
        group.AllReduce(values.AsSpan());
        var expected = new int[count];
        for (var rank = 0; rank < group.Size; rank++)
            for (var i = 0; i < count; i++) expected[i] += Coded.Number(rank, i);
        Coded.Same<int>(expected, values, "large AllReduce");

        var part = count / group.Size;
        var result = new int[part];
        group.ReduceScatter<int>(Coded.Values<int>(group.Rank, part * group.Size), result);
        Coded.Same<int>(expected.AsSpan(part * group.Rank, part), result, "large ReduceScatter");
    }
}

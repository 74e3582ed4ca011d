using System.Numerics;

namespace Tutti.Communication.Scenarios;

/// <summary>Collectives that only move values.</summary>
internal static class ExchangeScenarios
{
    private const string Theme = "Exchanges";

    internal static IReadOnlyList<Scenario> All { get; } =
    [
        new(Theme, "a barrier lets nobody pass before all have come", Barrier),
        new(Theme, "every type, count and root", group => new EveryExchange(group).RunAll()),
        new(Theme, "all-gather of uneven and empty lengths joins in rank order", UnevenAllGather),
        new(Theme, "all-gather of known uneven lengths joins in the caller's memory", KnownUnevenAllGather),
        new(Theme, "gather of uneven and empty lengths joins on the root alone", UnevenGather),
        new(Theme, "all-to-all of uneven and empty parts", UnevenAllToAll),
        new(Theme, "results are copies that each rank owns", ResultsAreCopies),
        new(Theme, "in place: the own part of an all-gather, the root's part of a scatter", InPlace),
        new(Theme, "megabytes, in many pieces", Large),
    ];

    private static void Barrier(ProcessGroup group)
    {
        for (var round = 0; round < 50; round++)
        {
            group.Barrier();
            Assert.Equal(Enumerable.Repeat(round, group.Size), group.AllGather<int>([round]));
        }
    }

    private sealed class EveryExchange(ProcessGroup group) : ElementCase
    {
        protected override void Run<T>()
        {
            foreach (var count in Coded.Counts(group.Size))
            {
                AllGather<T>(count);
                AllToAll<T>(count);
                foreach (var root in Roots(count))
                {
                    Broadcast<T>(count, root);
                    Scatter<T>(count, root);
                    Gather<T>(count, root);
                }
            }
        }

        // With many elements one root will do: what is root-dependent shows with few.
        private IEnumerable<int> Roots(int count) => count == 10_000 ? [group.Size - 1] : Enumerable.Range(0, group.Size);

        private void Broadcast<T>(int count, int root) where T : unmanaged, INumber<T>
        {
            var values = Coded.Values<T>(group.Rank, count);
            group.Broadcast(values.AsSpan(), root);
            Coded.Same<T>(Coded.Values<T>(root, count), values, $"Broadcast of {count} {typeof(T).Name} from {root}");
        }

        private void AllGather<T>(int count) where T : unmanaged, INumber<T>
        {
            var own = Coded.Values<T>(group.Rank, count);
            var result = new T[count * group.Size];
            group.AllGather(own, result.AsSpan());
            Coded.Same(Joined<T>(count), result, $"AllGather of {count} {typeof(T).Name}");
            Coded.Same(Joined<T>(count), group.AllGather<T>(own), $"allocating AllGather of {count} {typeof(T).Name}");
        }

        private void Gather<T>(int count, int root) where T : unmanaged, INumber<T>
        {
            var result = group.Gather<T>(Coded.Values<T>(group.Rank, count), root);
            Coded.Same(group.Rank == root ? Joined<T>(count) : default, result, $"Gather of {count} {typeof(T).Name} to {root}");
        }

        private void Scatter<T>(int count, int root) where T : unmanaged, INumber<T>
        {
            var result = new T[count];
            group.Scatter(group.Rank == root ? Joined<T>(count) : default, result.AsSpan(), root);
            Coded.Same<T>(Coded.Values<T>(group.Rank, count), result, $"Scatter of {count} {typeof(T).Name} from {root}");
        }

        private void AllToAll<T>(int count) where T : unmanaged, INumber<T>
        {
            var (size, rank) = (group.Size, group.Rank);
            var result = new T[count * size];
            group.AllToAll<T>(Coded.Values<T>(rank, count * size), result.AsSpan());
            for (var peer = 0; peer < size; peer++)
                Coded.Same<T>(
                    Coded.Values<T>(peer, count, count * rank), result.AsSpan(count * peer, count),
                        $"AllToAll of {count} {typeof(T).Name} from {peer}");
        }

        private ReadOnlySpan<T> Joined<T>(int count) where T : unmanaged, INumber<T>
        {
            var joined = new T[count * group.Size];
            for (var rank = 0; rank < group.Size; rank++) Coded.Values<T>(rank, count).CopyTo(joined, rank * count);
            return joined;
        }
    }

    private static int LengthOn(int rank) => rank % 3 == 1 ? 0 : rank * 5 + 1;

    private static double[] Uneven(int size) =>
        [.. Enumerable.Range(0, size).SelectMany(rank => Coded.Values<double>(rank, LengthOn(rank)))];

    private static void UnevenAllGather(ProcessGroup group)
    {
        Assert.Equal(Uneven(group.Size), group.AllGather<double>(Coded.Values<double>(group.Rank, LengthOn(group.Rank))));
        Assert.Equal([], group.AllGather<double>([]));
    }

    private static void KnownUnevenAllGather(ProcessGroup group)
    {
        foreach (var unit in new[] { 0, 1, 5_000, 100_000 })
        {
            int[] counts = [.. Enumerable.Range(0, group.Size).Select(rank => (rank * 3 + 1) % 4 * unit)];
            var start = counts[..group.Rank].Sum();
            var expected = Enumerable.Range(0, group.Size).SelectMany(rank => Coded.Values<float>(rank, counts[rank])).ToArray();
            var apart = new float[counts.Sum()];
            group.AllGatherUneven<float>(Coded.Values<float>(group.Rank, counts[group.Rank]), counts, apart);
            Coded.Same<float>(expected, apart, $"apart, {unit}");
            var inPlace = new float[counts.Sum()];
            var own = inPlace.AsSpan(start, counts[group.Rank]);
            Coded.Values<float>(group.Rank, counts[group.Rank]).CopyTo(own);
            group.AllGatherUneven<float>(own, counts, inPlace);
            Coded.Same<float>(expected, inPlace, $"in place, {unit}");
        }
    }

    private static void UnevenGather(ProcessGroup group)
    {
        for (var root = 0; root < group.Size; root++)
        {
            var result = group.Gather<double>(Coded.Values<double>(group.Rank, LengthOn(group.Rank)), root);
            Assert.Equal(group.Rank == root ? Uneven(group.Size) : [], result);
        }
    }

    private static void UnevenAllToAll(ProcessGroup group)
    {
        var (size, rank) = (group.Size, group.Rank);
        for (var seed = 0; seed < 10; seed++)
        {
            // Every rank knows what every rank sends.
            var random = new Random(seed);
            var counts = Enumerable.Range(0, size).Select(_ =>
                Enumerable.Range(0, size).Select(_ => random.Next(3) * random.Next(200)).ToArray()).ToArray();
            var sent = Enumerable.Range(0, size).SelectMany(to => Coded.Values<short>(rank, counts[rank][to], 1000 * to)).ToArray();
            var expected = Enumerable.Range(0, size).SelectMany(from =>
                Coded.Values<short>(from, counts[from][rank], 1000 * rank)).ToArray();
            Coded.Same<short>(expected, group.AllToAllUneven<short>(sent, counts[rank]), $"seed {seed}");
        }
    }

    private static void ResultsAreCopies(ProcessGroup group)
    {
        byte[] own = [(byte)group.Rank];
        var joined = group.AllGather<byte>(own);
        own[0] = 99;
        joined[group.Rank] += 10;
        group.Barrier();
        Assert.Equal(Enumerable.Range(0, group.Size).Select(rank => (byte)(rank == group.Rank ? rank + 10 : rank)), joined);
    }

    private static void InPlace(ProcessGroup group)
    {
        const int count = 1_000;
        var (size, rank) = (group.Size, group.Rank);
        var all = new int[count * size];
        Coded.Values<int>(rank, count).CopyTo(all, rank * count);
        group.AllGather<int>(all.AsSpan(rank * count, count), all);
        for (var peer = 0; peer < size; peer++) Coded.Same<int>(Coded.Values<int>(peer, count), all.AsSpan(peer * count, count),
            $"part of rank {peer}");

        var result = rank == 0 ? all.AsSpan(0, count) : new int[count];
        group.Scatter(rank == 0 ? all : default, result);
        Coded.Same<int>(Coded.Values<int>(rank, count), result, "scattered part");
    }

    private static void Large(ProcessGroup group)
    {
        const int count = 700_001;
        var (size, rank) = (group.Size, group.Rank);
        var values = Coded.Values<int>(rank, count);
        group.Broadcast(values.AsSpan(), size - 1);
        Coded.Same<int>(Coded.Values<int>(size - 1, count), values, "large Broadcast");

        var parts = Coded.Values<int>(rank, count / size * size);
        var result = new int[parts.Length];
        group.AllToAll<int>(parts, result);
        var part = count / size;
        for (var peer = 0; peer < size; peer++)
            Coded.Same<int>(Coded.Values<int>(peer, part, part * rank), result.AsSpan(part * peer, part), $"large AllToAll from {peer}");

        var joined = group.AllGather<int>(Coded.Values<int>(rank, part));
        for (var peer = 0; peer < size; peer++) Coded.Same<int>(Coded.Values<int>(peer, part), joined.AsSpan(part * peer, part),
            $"large AllGather from {peer}");
    }
}

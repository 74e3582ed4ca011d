using System.Numerics;
using System.Runtime.InteropServices;

namespace Tutti.Communication.Scenarios;

/// <summary>Data whose every element tells whose it is, so small that sums over ranks are exact in every element type.</summary>
internal static class Coded
{
    /// <summary>The lengths that partitions get wrong.</summary>
    internal static int[] Counts(int size) => [.. new[] { 0, 1, size - 1, size, size + 1, 10_000 }.Distinct()];

    internal static int Number(int rank, int i) => (rank * 31 + i * 7) % 97;

    internal static T[] Values<T>(int rank, int count, int start = 0) where T : INumber<T>
    {
        var values = new T[count];
        var table = Table<T>.Numbers;
        for (var i = 0; i < count; i++) values[i] = table[Number(rank, start + i)];
        return values;
    }

    private static class Table<T> where T : INumber<T>
    {
        internal static readonly T[] Numbers = [.. Enumerable.Range(0, 97).Select(T.CreateTruncating)];
    }

    /// <summary>Arbitrary values of very different sizes: their sum depends on the order.</summary>
    internal static T[] Random<T>(int seed, int count) where T : INumber<T>
    {
        var random = new Random(seed);
        var values = new T[count];
        for (var i = 0; i < count; i++)
            values[i] = T.CreateTruncating((random.NextSingle() - 0.5f) * MathF.Pow(10, random.Next(-2, 3)));
        return values;
    }

    internal static void Same<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> got, string what) where T : unmanaged
    {
        if (expected.Length == got.Length && MemoryMarshal.AsBytes(expected).SequenceEqual(MemoryMarshal.AsBytes(got))) return;
        Assert.True(expected.Length == got.Length, $"{what}: expected {expected.Length} elements, got {got.Length}");
        for (var i = 0; i < expected.Length; i++)
            Assert.True(
                MemoryMarshal.AsBytes(expected.Slice(i, 1)).SequenceEqual(MemoryMarshal.AsBytes(got.Slice(i, 1))),
                $"{what}: element {i} of {expected.Length} is {got[i]}, expected {expected[i]}");
    }
}

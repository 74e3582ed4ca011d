using System.Runtime.InteropServices;
using Tutti.Communication.Collectives;

namespace Tutti.Communication;

public abstract partial class ProcessGroup
{
    /// <summary>Returns when every rank has called it. Collective.</summary>
    public void Barrier()
    {
        var header = new CollectiveHeader(CollectiveOperation.Barrier);
        using var call = Begin(header);
        BarrierCore(header);
    }

    /// <summary>Gives every rank the root's values. Collective. Nothing moves in a group of one.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="values">On the root what is sent, elsewhere what is overwritten; equally long on every rank.</param>
    /// <param name="root">The rank whose values count; the same on every rank.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="root"/> is not a rank of the group.</exception>
    /// <exception cref="NotSupportedException">The element type cannot be sent.</exception>
    public void Broadcast<T>(Span<T> values, int root = 0) where T : unmanaged
    {
        CheckRoot(nameof(Broadcast), root);
        var header = new CollectiveHeader(CollectiveOperation.Broadcast, ElementKinds.Of<T>(), values.Length, root);
        CheckBytes<T>(nameof(Broadcast), values.Length);
        var bytes = MemoryMarshal.AsBytes(values);
        using var call = Begin(header);
        ExchangeCore(header, Rank == root ? bytes : default, bytes, Routing.Broadcast(Size, root, bytes.Length));
    }

    /// <summary>
    /// Joins what every rank contributes, in rank order; contributions may differ in length and be empty. Collective; the lengths travel
    /// first.
    /// </summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="contribution">This rank's values; copied.</param>
    /// <returns>A new array with rank 0's values, then rank 1's, and so on; the same on every rank.</returns>
    /// <exception cref="NotSupportedException">The element type cannot be sent.</exception>
    public T[] AllGather<T>(ReadOnlySpan<T> contribution) where T : unmanaged
    {
        var header = new CollectiveHeader(CollectiveOperation.AllGather, ElementKinds.Of<T>(), CollectiveHeader.Unknown);
        var offsets = GatherOffsets<T>(header, contribution.Length);
        header = header with { Count = offsets[^1] };
        using var call = Begin(header);
        var joined = Allocate<T>(offsets[^1]);
        ExchangeCore(
            header, MemoryMarshal.AsBytes(contribution), MemoryMarshal.AsBytes(joined.AsSpan()), Routing.AllGather(Size, Scaled<T>(offsets)));
        return joined;
    }

    /// <summary>Joins equally long contributions in memory that the caller has. Collective.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="contribution">N values, N the same on every rank; may be this rank's part of <paramref name="result"/>.</param>
    /// <param name="result">Gets rank 0's values, then rank 1's, and so on: P·N elements.</param>
    /// <exception cref="ArgumentException"><paramref name="result"/> does not have P·N elements, or overlaps with another part.</exception>
    /// <exception cref="NotSupportedException">The element type cannot be sent.</exception>
    public void AllGather<T>(ReadOnlySpan<T> contribution, Span<T> result) where T : unmanaged
    {
        CheckLength(nameof(AllGather), nameof(result), result.Length, (long)contribution.Length * Size);
        CheckBytes<T>(nameof(AllGather), result.Length);
        CheckOverlap(nameof(AllGather), contribution, result, -Rank * contribution.Length);
        var header = new CollectiveHeader(CollectiveOperation.AllGather, ElementKinds.Of<T>(), result.Length);
        var bytes = MemoryMarshal.AsBytes(contribution);
        using var call = Begin(header);
        ExchangeCore(header, bytes, MemoryMarshal.AsBytes(result), Routing.AllGather(Size, bytes.Length));
    }

    /// <summary>Joins contributions of different, known lengths in memory that the caller has. Collective.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="contribution">counts[Rank] values; may be this rank's part of <paramref name="result"/>.</param>
    /// <param name="counts">How many values each rank contributes; P entries, 0 or more, the same on every rank (checked).</param>
    /// <param name="result">Gets rank 0's values, then rank 1's, and so on: as many elements as the counts add up to.</param>
    /// <exception cref="ArgumentException">The counts are not P, a length is not what they say, or the memories overlap
    /// otherwise.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    /// <exception cref="NotSupportedException">The element type cannot be sent.</exception>
    public void AllGatherUneven<T>(ReadOnlySpan<T> contribution, ReadOnlySpan<int> counts, Span<T> result) where T : unmanaged
    {
        CheckLength(nameof(AllGatherUneven), nameof(counts), counts.Length, Size);
        Span<long> offsets = Size < 64 ? stackalloc long[Size + 1] : new long[Size + 1];
        offsets[0] = 0;
        for (var rank = 0; rank < Size; rank++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(counts[rank], nameof(counts));
            offsets[rank + 1] = offsets[rank] + counts[rank];
        }

        CheckLength(nameof(AllGatherUneven), nameof(contribution), contribution.Length, counts[Rank]);
        CheckLength(nameof(AllGatherUneven), nameof(result), result.Length, offsets[Size]);
        CheckBytes<T>(nameof(AllGatherUneven), result.Length);
        CheckOverlap(nameof(AllGatherUneven), contribution, result, -(int)offsets[Rank]);
        var header = new CollectiveHeader(
            CollectiveOperation.AllGather, ElementKinds.Of<T>(), result.Length, Digest: CollectiveHeader.DigestOf(counts));
        foreach (ref var offset in offsets) offset *= ElementKinds.BytesOf<T>();
        using var call = Begin(header);
        ExchangeCore(header, MemoryMarshal.AsBytes(contribution), MemoryMarshal.AsBytes(result), Routing.AllGather(Size, offsets));
    }

    /// <summary>Joins what every rank contributes on one rank; contributions may differ in length and be empty. Collective.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="contribution">This rank's values; copied.</param>
    /// <param name="root">The rank that gets the result; the same on every rank.</param>
    /// <returns>On the root a new array with rank 0's values, then rank 1's, and so on; elsewhere an empty one.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="root"/> is not a rank of the group.</exception>
    /// <exception cref="NotSupportedException">The element type cannot be sent.</exception>
    public T[] Gather<T>(ReadOnlySpan<T> contribution, int root = 0) where T : unmanaged
    {
        CheckRoot(nameof(Gather), root);
        var header = new CollectiveHeader(CollectiveOperation.Gather, ElementKinds.Of<T>(), CollectiveHeader.Unknown, root);
        var offsets = GatherOffsets<T>(header, contribution.Length);
        header = header with { Count = offsets[^1] };
        using var call = Begin(header);
        var joined = Rank == root ? Allocate<T>(offsets[^1]) : [];
        ExchangeCore(
            header, MemoryMarshal.AsBytes(contribution), MemoryMarshal.AsBytes(joined.AsSpan()),
            Routing.Gather(Size, root, 0, Scaled<T>(offsets)));
        return joined;
    }

    /// <summary>Gives rank r the r-th of P equal parts of the root's values. Collective.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="values">On the root P·N values; elsewhere not looked at.</param>
    /// <param name="result">Gets N values, N the same on every rank; on the root it may be its part of <paramref name="values"/>.</param>
    /// <param name="root">The rank whose values count; the same on every rank.</param>
    /// <exception cref="ArgumentException">On the root, <paramref name="values"/> does not have P·N elements, or overlaps with another
    /// part.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="root"/> is not a rank of the group.</exception>
    /// <exception cref="NotSupportedException">The element type cannot be sent.</exception>
    public void Scatter<T>(ReadOnlySpan<T> values, Span<T> result, int root = 0) where T : unmanaged
    {
        CheckRoot(nameof(Scatter), root);
        if (Rank == root)
        {
            CheckLength(nameof(Scatter), nameof(values), values.Length, (long)result.Length * Size);
            CheckBytes<T>(nameof(Scatter), values.Length);
            CheckOverlap(nameof(Scatter), values, result, Rank * result.Length);
        }

        var header = new CollectiveHeader(CollectiveOperation.Scatter, ElementKinds.Of<T>(), result.Length, root);
        var bytes = MemoryMarshal.AsBytes(result);
        using var call = Begin(header);
        ExchangeCore(header, Rank == root ? MemoryMarshal.AsBytes(values) : default, bytes, Routing.Scatter(Size, root, bytes.Length));
    }

    /// <summary>Gives rank r the r-th of P equal parts of every rank's values, in rank order. Collective.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="values">P·N values, N the same on every rank.</param>
    /// <param name="result">Gets N values of rank 0, then of rank 1, and so on: P·N elements, other memory than
    /// <paramref name="values"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ or are not a multiple of P, or the memories overlap.</exception>
    /// <exception cref="NotSupportedException">The element type cannot be sent.</exception>
    public void AllToAll<T>(ReadOnlySpan<T> values, Span<T> result) where T : unmanaged
    {
        CheckLength(nameof(AllToAll), nameof(result), result.Length, values.Length);
        if (values.Length % Size != 0) Throw.NotAMultiple(nameof(AllToAll), values.Length, Size);
        if (values.Overlaps(result)) Throw.Overlap(nameof(AllToAll));
        CheckBytes<T>(nameof(AllToAll), values.Length);
        var header = new CollectiveHeader(CollectiveOperation.AllToAll, ElementKinds.Of<T>(), values.Length);
        var bytes = MemoryMarshal.AsBytes(values);
        using var call = Begin(header);
        ExchangeCore(header, bytes, MemoryMarshal.AsBytes(result), Routing.AllToAll(Size, bytes.Length / Size));
    }

    /// <summary>
    /// Gives every rank a part of its own length of every rank's values, in rank order. Collective; the lengths travel first.
    /// </summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="values">The part for rank 0, then for rank 1, and so on.</param>
    /// <param name="counts">How many values go to each rank; P entries, 0 or more, which add up to the length of
    /// <paramref name="values"/>.</param>
    /// <returns>A new array with what rank 0 sent to this rank, then what rank 1 did, and so on.</returns>
    /// <exception cref="ArgumentException">The counts are not P, negative, or do not add up; or, on every rank, one rank's result does
    /// not fit an array.</exception>
    /// <exception cref="NotSupportedException">The element type cannot be sent.</exception>
    public T[] AllToAllUneven<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> counts) where T : unmanaged
    {
        CheckLength(nameof(AllToAllUneven), nameof(counts), counts.Length, Size);
        var sent = 0L;
        foreach (var count in counts)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(counts));
            sent += count;
        }

        CheckLength(nameof(AllToAllUneven), nameof(values), values.Length, sent);
        CheckBytes<T>(nameof(AllToAllUneven), values.Length);
        var header = new CollectiveHeader(CollectiveOperation.AllToAll, ElementKinds.Of<T>(), CollectiveHeader.Unknown);
        var all = new int[Size * Size];
        ShowAll(header, counts, all);
        var lengths = new long[all.Length];
        var received = new long[Size];
        for (var i = 0; i < all.Length; i++)
        {
            lengths[i] = (long)all[i] * ElementKinds.BytesOf<T>();
            received[i % Size] += all[i];
        }

        // Every rank sees every rank's, so either all throw or none.
        if (received.Max() > MostElements<T>()) Throw.ResultTooLong(nameof(AllToAllUneven), received.Max(), MostElements<T>());
        header = header with { Count = received.Sum() };
        using var call = Begin(header);
        var result = Allocate<T>(received[Rank]);
        ExchangeCore(header, MemoryMarshal.AsBytes(values), MemoryMarshal.AsBytes(result.AsSpan()), Routing.AllToAllUneven(Size, lengths));
        return result;
    }

    // Lengths of all ranks as running offsets; rank r's part is [offsets[r], offsets[r + 1]). A collective of its own.
    private long[] GatherOffsets<T>(in CollectiveHeader header, long length) where T : unmanaged
    {
        var offsets = new long[Size + 1];
        ShowAll(header, new ReadOnlySpan<long>(in length), offsets.AsSpan(1));
        for (var rank = 0; rank < Size; rank++) offsets[rank + 1] += offsets[rank];
        if (offsets[^1] > MostElements<T>()) Throw.ResultTooLong(header.Operation.ToString(), offsets[^1], MostElements<T>());
        return offsets;
    }

    // What ranks must know of each other before they can agree: an all-gather in the name of the operation that needs it, so that a rank
    // that does something else is told what the user called.
    private void ShowAll<T>(in CollectiveHeader header, ReadOnlySpan<T> own, Span<T> all) where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(own);
        using var call = Begin(header);
        ExchangeCore(header, bytes, MemoryMarshal.AsBytes(all), Routing.AllGather(Size, bytes.Length));
    }

    private static long[] Scaled<T>(long[] offsets) where T : unmanaged
    {
        for (var rank = 0; rank < offsets.Length; rank++) offsets[rank] *= ElementKinds.BytesOf<T>();
        return offsets;
    }

    // A rank that has no memory for the result must not leave the others waiting.
    private T[] Allocate<T>(long length)
    {
        try
        {
            return GC.AllocateUninitializedArray<T>((int)length);
        }
        catch (OutOfMemoryException cause)
        {
            Abort(cause);
            throw;
        }
    }

    private void CheckRoot(string operation, int root)
    {
        if ((uint)root >= (uint)Size) Throw.RootOutOfRange(operation, root, Size);
    }

    // Memory is addressed as bytes.
    private static int MostElements<T>() where T : unmanaged => Math.Min(Array.MaxLength, int.MaxValue / ElementKinds.BytesOf<T>());

    private static void CheckBytes<T>(string operation, int length) where T : unmanaged
    {
        if (length > MostElements<T>()) Throw.TooLong(operation, length, MostElements<T>());
    }

    private static void CheckLength(string operation, string what, long got, long expected)
    {
        if (got != expected) Throw.WrongLength(operation, what, got, expected);
    }
}

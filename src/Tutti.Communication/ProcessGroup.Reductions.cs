using Tutti.Communication.Collectives;
using Tutti.Communication.Transports.Reductions;

namespace Tutti.Communication;

public abstract partial class ProcessGroup
{
    /// <summary>Combines all ranks' values, element by element, in place on every rank. Collective.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="values">This rank's values, overwritten by the result; equally long on every rank.</param>
    /// <param name="reduction">How two values become one. Default null: <see cref="Reduction.Sum"/>.</param>
    /// <param name="order">Whether the result must not depend on the layout. Default: it must not.</param>
    /// <exception cref="NotSupportedException">The element type cannot be sent, or not be reduced this way.</exception>
    public void AllReduce<T>(Span<T> values, Reduction? reduction = null, ReductionOrder order = ReductionOrder.FixedTree) where T : unmanaged =>
        AllReduce(values, values, reduction, order);

    /// <summary>Combines all ranks' values, element by element, into other memory on every rank. Collective.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="values">This rank's values; equally long on every rank.</param>
    /// <param name="result">Gets the result; as long, and either the same memory or apart from it.</param>
    /// <param name="reduction">How two values become one. Default null: <see cref="Reduction.Sum"/>.</param>
    /// <param name="order">Whether the result must not depend on the layout. Default: it must not.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the memories overlap without being the same.</exception>
    /// <exception cref="NotSupportedException">The element type cannot be sent, or not be reduced this way.</exception>
    public void AllReduce<T>(
        ReadOnlySpan<T> values, Span<T> result, Reduction? reduction = null, ReductionOrder order = ReductionOrder.FixedTree) where T : unmanaged
    {
        CheckLength(nameof(AllReduce), nameof(result), result.Length, values.Length);
        CheckOverlap(nameof(AllReduce), values, result);
        Combine(CollectiveOperation.AllReduce, values, result, values.Length, reduction, (int)order);
    }

    /// <summary>Combines all ranks' values, element by element, on one rank. Collective.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="values">This rank's values; equally long on every rank; kept.</param>
    /// <param name="result">On the root, gets the result, as long; elsewhere not looked at. May be the same memory as
    /// <paramref name="values"/>.</param>
    /// <param name="root">The rank that gets the result; the same on every rank.</param>
    /// <param name="reduction">How two values become one. Default null: <see cref="Reduction.Sum"/>.</param>
    /// <exception cref="ArgumentException">On the root, the lengths differ, or the memories overlap without being the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="root"/> is not a rank of the group.</exception>
    /// <exception cref="NotSupportedException">The element type cannot be sent, or not be reduced this way.</exception>
    public void Reduce<T>(ReadOnlySpan<T> values, Span<T> result, int root = 0, Reduction? reduction = null) where T : unmanaged
    {
        CheckRoot(nameof(Reduce), root);
        if (Rank == root)
        {
            CheckLength(nameof(Reduce), nameof(result), result.Length, values.Length);
            CheckOverlap(nameof(Reduce), values, result);
        }

        Combine(CollectiveOperation.Reduce, values, Rank == root ? result : default, values.Length, reduction, root);
    }

    /// <summary>
    /// Combines all ranks' values, element by element, and gives rank r the r-th of P equal parts of the result. Collective.
    /// </summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="values">P·N values; equally many on every rank; kept.</param>
    /// <param name="result">Gets N elements, apart from <paramref name="values"/>.</param>
    /// <param name="reduction">How two values become one. Default null: <see cref="Reduction.Sum"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="values"/> does not have P·N elements, or the memories overlap.</exception>
    /// <exception cref="NotSupportedException">The element type cannot be sent, or not be reduced this way.</exception>
    public void ReduceScatter<T>(ReadOnlySpan<T> values, Span<T> result, Reduction? reduction = null) where T : unmanaged
    {
        CheckLength(nameof(ReduceScatter), nameof(values), values.Length, (long)result.Length * Size);
        if (values.Overlaps(result)) Throw.Overlap(nameof(ReduceScatter));
        Combine(CollectiveOperation.ReduceScatter, values, result, values.Length, reduction, 0);
    }

    private void Combine<T>(
        CollectiveOperation operation, ReadOnlySpan<T> values, Span<T> result, long count, Reduction? reduction, int detail) where T : unmanaged
    {
        reduction ??= Reduction.Sum;
        var element = ElementKinds.Of<T>();
        var reducer = Reducers.Of<T>(reduction);
        var header = new CollectiveHeader(operation, element, count, detail, reduction.Digest, reduction.Kind);
        using var call = Begin(header);
        CombineCore(header, values, result, reducer);
    }

    // At the allowed offset, where the result begins in the values, the two are the same elements.
    private static void CheckOverlap<T>(string operation, ReadOnlySpan<T> values, Span<T> result, int allowedOffset = 0)
    {
        if (values.Overlaps(result, out var offset) && offset != allowedOffset) Throw.Overlap(operation);
    }
}

using System.Text;
using Tutti.Communication.Transports.Reductions;

namespace Tutti.Communication.Collectives;

/// <summary>
/// How the values of all ranks become one. Values are combined in the fixed binary tree of docs/ALGORITHMS.md, rank 0 leftmost, so that a
/// result has the same bits on every rank and every transport, also where the operation is not associative. Immutable.
/// </summary>
public sealed class Reduction
{
    private Reduction(ReductionKind kind, string name, object? reducer = null)
    {
        Kind = kind;
        Name = name;
        CustomReducer = reducer;
        Digest = reducer is null ? 0 : DigestOf(name);
    }

    /// <summary>The sum; integers wrap around.</summary>
    public static Reduction Sum { get; } = new(ReductionKind.Sum, "Sum");

    /// <summary>The sum divided by the number of ranks; for <c>Half</c>, <c>float</c> and <c>double</c>.</summary>
    public static Reduction Mean { get; } = new(ReductionKind.Mean, "Mean");

    /// <summary>The least value; NaN if any is NaN.</summary>
    public static Reduction Min { get; } = new(ReductionKind.Min, "Min");

    /// <summary>The greatest value; NaN if any is NaN.</summary>
    public static Reduction Max { get; } = new(ReductionKind.Max, "Max");

    /// <summary>The product; integers wrap around.</summary>
    public static Reduction Product { get; } = new(ReductionKind.Product, "Product");

    /// <summary>The name in messages.</summary>
    public string Name { get; }

    internal ReductionKind Kind { get; }

    /// <summary>A custom reduction's <see cref="Reducer{T}"/>.</summary>
    internal object? CustomReducer { get; }

    /// <summary>What ranks compare of a custom reduction: its name.</summary>
    internal ulong Digest { get; }

    /// <summary>
    /// A reduction of one's own, applied element by element along the tree. Every rank must pass one of the same name (checked) and
    /// meaning (not checked).
    /// </summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="name">Names it in messages.</param>
    /// <param name="combine">Combines two runs; need be neither commutative nor associative; if it throws, the job faults.</param>
    /// <returns>The reduction.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static Reduction Custom<T>(string name, ReductionOperator<T> combine) where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(combine);
        return new Reduction(ReductionKind.Custom, name, Reducers.Custom(combine));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static ulong DigestOf(string name)
    {
        var digest = 14695981039346656037UL;
        foreach (var part in Encoding.UTF8.GetBytes(name)) digest = (digest ^ part) * 1099511628211UL;
        return digest;
    }
}

using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>What attention expects of its operands.</summary>
internal static class AttentionChecks
{
    private static string Name => Primitives.ScaledDotProductAttention.Name;

    internal static void Run(Tensor query, Tensor key, Tensor value, AttentionOptions options)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        Operand.CheckFloatingPoint(Name, query);
        Operand.CheckSameType(Name, query, key);
        Operand.CheckSameType(Name, query, value);
        var rank = query.Shape.Rank;
        if (rank < 2 || key.Shape.Rank != rank || value.Shape.Rank != rank || !Leading(query).SequenceEqual(Leading(key))
            || !Leading(query).SequenceEqual(Leading(value)) || query.Shape[-1] != key.Shape[-1] || key.Shape[-2] != value.Shape[-2])
            throw new ArgumentException(
                $"{Name}: the shapes do not fit. Got queries {query.Shape}, keys {key.Shape}, values {value.Shape}. " +
                "Expected […, L, E], […, S, E], […, S, V] with the same leading dimensions. Expand or permute them.");
        Options(options, Shape.Create([.. Leading(query), query.Shape[-2], key.Shape[-2]]));
    }

    internal static void Options(AttentionOptions options, Shape scores)
    {
        Dropper.Check(Name, options.DropoutProbability);
        if (options.Scale is { } scale && !double.IsFinite(scale))
            throw new ArgumentException($"{Name}: the scale makes no sense. Got {scale}. Expected a finite number, or null for 1/√E.");
        if (options.Mask is not { } mask) return;
        if (mask.ElementType != ElementType.Int64)
            throw new ArgumentException($"{Name}: a mask holds whole numbers. Got {mask}. " +
                "Expected Int64 with 1 where a query may attend, else 0.");
        if (!Broadcasts(mask.Shape, scores))
            throw new ArgumentException($"{Name}: the mask does not fit. Got {mask.Shape}. Expected a shape that broadcasts to {scores}.");
    }

    private static bool Broadcasts(Shape shape, Shape common)
    {
        if (shape.Rank > common.Rank) return false;
        for (var fromEnd = 1; fromEnd <= shape.Rank; fromEnd++)
            if (shape[-fromEnd] != 1 && shape[-fromEnd] != common[-fromEnd]) return false;
        return true;
    }

    private static ReadOnlySpan<int> Leading(Tensor tensor) => tensor.Shape.ToArray().AsSpan()[..^2];
}

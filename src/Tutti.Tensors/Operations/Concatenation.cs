using Tutti.Tensors.Autograd;

namespace Tutti.Tensors.Operations;

/// <summary>Tensors side by side in one.</summary>
internal static class Concatenation
{
    internal static Tensor Cat(ReadOnlySpan<Tensor> tensors, int dimension)
    {
        var along = Check(tensors, dimension);
        long total = 0;
        foreach (var tensor in tensors) total += tensor.Shape[along];
        if (total > int.MaxValue)
            throw new ArgumentException($"cat: too many elements. Got {total} in dimension {dimension}. Expected at most {int.MaxValue}.");
        var sizes = tensors[0].Shape.ToArray();
        sizes[along] = (int)total;
        var result = Tensor.Allocate(Shape.Create(sizes), tensors[0].ElementType);
        var start = 0;
        foreach (var tensor in tensors)
        {
            Part(result, along, ref start, tensor).CopyFromTensor(tensor);
        }
        return Graph.Record(Primitives.Concatenate, result, tensors, new CatAttributes(along));
    }

    internal static Tensor Stack(ReadOnlySpan<Tensor> tensors, int dimension)
    {
        if (tensors.IsEmpty) throw new ArgumentException("stack: no tensors. Expected at least one.");
        var parts = new Tensor[tensors.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(tensors[i], nameof(tensors));
            if (tensors[i].Shape != tensors[0].Shape)
                throw new ArgumentException(
                    $"stack: the shapes differ. Got {tensors[0].Shape} and, as number {i}, {tensors[i].Shape}. " +
                    "Expected one shape. Use Cat, or reshape.");
            parts[i] = Squeezing.Unsqueeze(tensors[i], dimension);
        }
        return Cat(parts, dimension);
    }

    /// <summary>The view of the next part of a result, as large as a tensor along the dimension.</summary>
    internal static Tensor Part(Tensor result, int dimension, ref int start, Tensor tensor)
    {
        var size = tensor.Shape[dimension];
        var part = new SliceAttributes(dimension, start, size).View(result);
        start += size;
        return part;
    }

    private static int Check(ReadOnlySpan<Tensor> tensors, int dimension)
    {
        if (tensors.IsEmpty) throw new ArgumentException("cat: no tensors. Expected at least one.");
        foreach (var tensor in tensors) ArgumentNullException.ThrowIfNull(tensor, nameof(tensors));
        var first = tensors[0];
        if (first.Shape.Rank == 0)
            throw new ArgumentException($"cat: a single number has no dimension. Got {first}. Expected at least one dimension. Use Stack.");
        var along = first.Shape.Normalize(dimension);
        for (var i = 1; i < tensors.Length; i++)
        {
            Operand.CheckSameType("cat", first, tensors[i]);
            var fits = tensors[i].Shape.Rank == first.Shape.Rank;
            for (var other = 0; fits && other < first.Shape.Rank; other++)
                fits = other == along || tensors[i].Shape[other] == first.Shape[other];
            if (!fits)
                throw new ArgumentException(
                    $"cat: the shapes differ in more than dimension {dimension}. " +
                    $"Got {first.Shape} and, as number {i}, {tensors[i].Shape}. " +
                    "Expected the other dimensions to be equal. Reshape one side.");
        }
        return along;
    }
}

/// <summary>Along which dimension tensors were joined.</summary>
internal sealed record CatAttributes(int Dimension);

using Tutti.Learning.Training;
using Tutti.Tensors;

namespace Tutti.Distributed;

/// <summary>
/// Where things lie in a shard's memory: first the head (what a step tells besides gradients), then every parameter's gradient, each
/// beginning on a cache line. Immutable.
/// </summary>
internal sealed class GradientLayout
{
    /// <summary>Elements of a cache line.</summary>
    internal const int LineElements = 16;

    // A shard is one stretch of memory, whose length is an int; the head needs a little of it too.
    private const int MostElements = int.MaxValue - (1 << 24);

    /// <param name="model">Whose gradients they are.</param>
    /// <param name="headCount">What the head needs; it gets whole cache lines.</param>
    internal GradientLayout(IParameterSource model, int headCount)
    {
        HeadCount = (int)InLines(headCount);
        Offsets = new int[model.ParameterCount];
        Shapes = new Shape[model.ParameterCount];
        long length = HeadCount;
        for (var index = 0; index < Offsets.Length; index++)
        {
            Offsets[index] = (int)length;
            Shapes[index] = model.ShapeOf(index);
            if (Shapes[index].ElementCount != model.Values(index).Length)
                Throw.WrongShape(model.NameOf(index), Shapes[index].ToString(), model.Values(index).Length);
            length += InLines(Shapes[index].ElementCount);
            if (length > MostElements) Throw.ModelTooLarge(model.NameOf(index), length, MostElements);
        }
        Count = (int)length;
    }

    internal int HeadCount { get; }

    /// <summary>Where each parameter's gradient begins.</summary>
    internal int[] Offsets { get; }

    internal Shape[] Shapes { get; }

    /// <summary>Elements of a shard altogether.</summary>
    internal int Count { get; }

    /// <summary>The part of a bucket's elements that are none of parameters.</summary>
    internal int HeadOf(in GradientBucket bucket) => bucket.Start == 0 ? HeadCount : 0;

    /// <summary>A parameter's gradient within a shard's memory.</summary>
    internal Range RangeOf(int parameter) => Offsets[parameter]..(Offsets[parameter] + Shapes[parameter].ElementCount);

    /// <summary>What a range of a shard's memory has of a parameter: where it begins within the parameter, and how long it is.</summary>
    internal (int Start, int Count) PartIn(int start, int end, int parameter)
    {
        var (offset, length) = (Offsets[parameter], Shapes[parameter].ElementCount);
        var first = Math.Clamp(start - offset, 0, length);
        return (first, Math.Clamp(end - offset, 0, length) - first);
    }

    /// <summary>Elements in whole cache lines.</summary>
    internal static long InLines(int count) => (count + LineElements - 1L) / LineElements * LineElements;
}

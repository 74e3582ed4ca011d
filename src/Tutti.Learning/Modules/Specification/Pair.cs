using Tutti.Tensors;

namespace Tutti.Learning.Modules.Specification;

/// <summary>A value for height and one for width, as model files write them: <c>[2, 2]</c>, or <c>2</c> for both.</summary>
internal static class Pair
{
    internal static Size2d From(int[]? values, string field, int? otherwise = null)
    {
        if (values is null && otherwise is { } value) return value;
        if (values is [var both]) return both;
        if (values is not { Length: 2 })
            throw new ArgumentException(
                $"Model: {field} needs a value for height and one for width. Got [{string.Join(", ", values ?? [])}]. Expected two numbers, such as [2, 2], or one for both.");
        return new Size2d(values[0], values[1]);
    }
}

namespace Tutti.Learning.Modules.Specification;

/// <summary>A value for the length of a sequence, as model files write it: <c>[2]</c> or <c>2</c>.</summary>
internal static class Single
{
    internal static int From(int[]? values, string field, int? otherwise = null)
    {
        if (values is null && otherwise is { } value) return value;
        if (values is not { Length: 1 })
            throw new ArgumentException(
                $"Model: {field} needs one value. Got [{string.Join(", ", values ?? [])}]. Expected one number, such as [2].");
        return values[0];
    }
}

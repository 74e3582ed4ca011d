using Tutti.Tensors;

namespace Tutti.Learning.Data.Transforms;

/// <summary>Maps each column by its own straight line, computed in double and rounded once.</summary>
internal static class AffineColumns
{
    /// <summary>(x − offset) · factor + shift, column by column.</summary>
    public static Tensor Apply(Tensor samples, double[] offset, double[] factor, double shift)
    {
        var result = Tensor.Zeros(samples.Shape);
        var source = samples.AsSpan<float>();
        var target = result.AsSpan<float>();
        for (var start = 0; start < source.Length; start += offset.Length)
            for (var column = 0; column < offset.Length; column++)
                target[start + column] = (float)((source[start + column] - offset[column]) * factor[column] + shift);
        GC.KeepAlive(samples);
        return result;
    }

    /// <summary>The inverse: (x − shift) / factor + offset.</summary>
    public static Tensor Inverse(Tensor transformed, double[] offset, double[] factor, double shift)
    {
        var result = Tensor.Zeros(transformed.Shape);
        var source = transformed.AsSpan<float>();
        var target = result.AsSpan<float>();
        for (var start = 0; start < source.Length; start += offset.Length)
            for (var column = 0; column < offset.Length; column++)
                target[start + column] = (float)((source[start + column] - shift) / factor[column] + offset[column]);
        GC.KeepAlive(transformed);
        return result;
    }
}

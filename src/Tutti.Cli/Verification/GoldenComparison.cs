using Tutti.Tensors;

namespace Tutti.Cli.Verification;

/// <summary>
/// Collects how far results are from what is expected, as a share of the tolerance: |a − e| / (atol + rtol |e|). More than 1 is a failure.
/// </summary>
internal sealed class GoldenComparison(double rtol, double atol)
{
    /// <summary>The largest share so far; infinite where shapes, types or whole numbers differ.</summary>
    internal double LargestError { get; private set; }

    /// <summary>Where the largest share was, in words; null before the first difference.</summary>
    internal string? Where { get; private set; }

    internal bool HasPassed => LargestError <= 1;

    internal void Check(string name, Tensor actual, Tensor expected)
    {
        if (actual.Shape != expected.Shape || actual.ElementType != expected.ElementType)
        {
            Note(double.PositiveInfinity, $"{name}: got {actual.ElementType} {actual.Shape}, expected {expected.ElementType} {expected.Shape}");
            return;
        }
        if (expected.ElementType == ElementType.Int64) CheckExactly(name, actual.ToArray<long>(), expected.ToArray<long>());
        else Check(name, actual.ToArray<float>(), expected.ToArray<float>());
    }

    internal void Check(string name, ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        if (actual.Length != expected.Length)
        {
            Note(double.PositiveInfinity, $"{name}: got {actual.Length} values, expected {expected.Length}");
            return;
        }
        for (var i = 0; i < actual.Length; i++)
        {
            var error = ErrorOf(actual[i], expected[i]);
            if (error > LargestError) Note(error, $"{name}[{i}]: got {actual[i]:R}, expected {expected[i]:R}");
        }
    }

    private void CheckExactly(string name, long[] actual, long[] expected)
    {
        for (var i = 0; i < actual.Length; i++)
            if (actual[i] != expected[i]) Note(double.PositiveInfinity, $"{name}[{i}]: got {actual[i]}, expected {expected[i]}");
    }

    // Equal covers infinities; a NaN agrees with nothing but a NaN.
    private double ErrorOf(float actual, float expected)
    {
        if (actual.Equals(expected)) return 0;
        var error = Math.Abs((double)actual - expected) / (atol + rtol * Math.Abs((double)expected));
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }

    private void Note(double error, string where)
    {
        if (error < LargestError || Where is not null && error <= LargestError) return;
        LargestError = error;
        Where = where;
    }
}

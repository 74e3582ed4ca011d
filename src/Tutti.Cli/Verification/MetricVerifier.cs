using Tutti.Learning.Metrics;
using Tutti.Tensors;

namespace Tutti.Cli.Verification;

/// <summary>Runs a case of kind <c>metric</c>.</summary>
internal static class MetricVerifier
{
    internal static GoldenComparison Run(GoldenCase golden)
    {
        if (golden.Operation != "accuracy") throw new UnsupportedCaseException($"no metric '{golden.Operation}'");
        golden.Attributes.Finish();
        var (expected, predicted) = (golden.Tensor("input.0").ToArray<long>(), golden.Tensor("input.1").ToArray<long>());
        var comparison = new GoldenComparison(golden.Rtol, golden.Atol);
        comparison.Check("accuracy", Tensor.Scalar(Accuracy(expected, predicted)), golden.Tensor("output.0"));
        return comparison;
    }

    // The metric looks at logits, so each prediction becomes a row with its one at the predicted class.
    private static double Accuracy(long[] expected, long[] predicted)
    {
        var classCount = (int)Math.Max(expected.Max(), predicted.Max()) + 1;
        var logits = Tensor.Zeros([predicted.Length, classCount]);
        var values = logits.AsSpan<float>();
        for (var row = 0; row < predicted.Length; row++) values[row * classCount + (int)predicted[row]] = 1;
        return (double)Classification.CountCorrect(logits, expected) / expected.Length;
    }
}

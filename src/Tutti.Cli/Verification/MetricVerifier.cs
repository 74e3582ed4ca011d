using Tutti.Learning.Metrics;
using Tutti.Tensors;

namespace Tutti.Cli.Verification;

/// <summary>Runs a case of kind <c>metric</c>.</summary>
internal static class MetricVerifier
{
    private static readonly Dictionary<string, Func<GoldenCase, Tensor>> Metrics = new()
    {
        ["accuracy"] = golden => Scalar(Classification.Accuracy(Labels(golden, 0), Labels(golden, 1))),
        ["confusion_matrix"] = Confusion,
        ["f1_macro"] = golden => Scalar(ConfusionMatrix.Of(Labels(golden, 0), Labels(golden, 1)).MacroF1),
        ["roc_auc"] = golden => Scalar(Ranking.RocAuc<float>(Labels(golden, 0), Numbers(golden, 1))),
        ["average_precision"] = golden => Scalar(Ranking.AveragePrecision<float>(Labels(golden, 0), Numbers(golden, 1))),
        ["ecdf_p_values"] = PValues,
    };

    internal static GoldenComparison Run(GoldenCase golden)
    {
        if (!Metrics.TryGetValue(golden.Operation, out var metric)) throw new UnsupportedCaseException($"no metric '{golden.Operation}'");
        var result = metric(golden);
        golden.Attributes.Finish();
        var comparison = new GoldenComparison(golden.Rtol, golden.Atol);
        comparison.Check(golden.Operation, result, golden.Tensor("output.0"));
        return comparison;
    }

    private static Tensor Confusion(GoldenCase golden)
    {
        var classCount = golden.Attributes.Whole("classes");
        return Tensor.From(ConfusionMatrix.Of(Labels(golden, 0), Labels(golden, 1), classCount).ToArray(), [classCount, classCount]);
    }

    private static Tensor PValues(GoldenCase golden)
    {
        var values = Ranking.EcdfPValues<float>(Numbers(golden, 0), Numbers(golden, 1));
        return Tensor.From(Array.ConvertAll(values, value => (float)value), [values.Length]);
    }

    private static long[] Labels(GoldenCase golden, int input) => golden.Tensor($"input.{input}").ToArray<long>();

    private static float[] Numbers(GoldenCase golden, int input) => golden.Tensor($"input.{input}").ToArray<float>();

    private static Tensor Scalar(double value) => Tensor.Scalar(value);
}

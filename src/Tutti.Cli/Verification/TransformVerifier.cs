using System.Text.Json;
using Tutti.Learning.Data.Partitions;
using Tutti.Learning.Data.Transforms;
using Tutti.Tensors;

namespace Tutti.Cli.Verification;

/// <summary>Runs a case of kind <c>transform</c>.</summary>
internal static class TransformVerifier
{
    internal static GoldenComparison Run(GoldenCase golden)
    {
        var results = golden.Operation switch
        {
            "pca" => RunPca(golden),
            "standard_scaler" => RunStandardScaler(golden),
            "stratified_k_fold" => RunStratifiedKFold(golden),
            _ => throw new UnsupportedCaseException($"no transform '{golden.Operation}'"),
        };
        var comparison = new GoldenComparison(golden.Rtol, golden.Atol);
        for (var i = 0; i < golden.OutputNames.Count; i++)
        {
            var name = golden.OutputNames[i];
            var actual = results.GetValueOrDefault(name) ?? throw new UnsupportedCaseException($"{golden.Operation}: no output '{name}'");
            comparison.Check(name, actual, golden.Tensor($"output.{i}"));
        }
        return comparison;
    }

    private static Dictionary<string, Tensor> RunPca(GoldenCase golden)
    {
        var attributes = golden.Attributes;
        var kept = attributes.Any("n_components");
        if (attributes.Text("svd_solver") is var solver and not "full") throw new UnsupportedCaseException($"pca: svd_solver '{solver}'");
        var pca = new Pca(new PcaOptions
        {
            ComponentCount = kept.ValueKind == JsonValueKind.Number && kept.TryGetInt32(out var count) ? count : null,
            ExplainedShare = kept.ValueKind == JsonValueKind.Number && !kept.TryGetInt32(out _) ? kept.GetDouble() : null,
            Whiten = attributes.Flag("whiten"),
        });
        if (kept.ValueKind is not (JsonValueKind.Null or JsonValueKind.Number)) throw attributes.Unknown("n_components", kept);
        attributes.Finish();
        var samples = golden.Tensor("input.0");
        pca.Fit(samples);
        var transformed = pca.Apply(samples);
        var results = new Dictionary<string, Tensor>
        {
            ["explained_variance"] = Vector(pca.ExplainedVariance),
            ["explained_variance_ratio"] = Vector(pca.ExplainedVarianceRatio),
            ["singular_values"] = Vector(pca.SingularValues),
            ["mean"] = Vector(pca.Means),
            ["noise_variance"] = Tensor.Scalar(pca.NoiseVariance),
            ["reconstructed"] = pca.Inverse(transformed),
        };
        var components = Tensor.From(Vector(pca.Components).ToArray<float>(), [pca.ComponentCount, samples.Shape[1]]);
        AlignSigns(golden, components, transformed);
        results.Add("components", components);
        results.Add("transformed", transformed);
        return results;
    }

    // A component is right up to its sign; the expected one decides, for the transformed column as well.
    private static void AlignSigns(GoldenCase golden, Tensor components, Tensor transformed)
    {
        var position = golden.OutputNames.ToList().IndexOf("components");
        if (position < 0 || golden.Tensor($"output.{position}") is var expected && expected.Shape != components.Shape) return;
        var reference = golden.Tensor($"output.{position}").AsSpan<float>();
        var own = components.AsSpan<float>();
        var columns = transformed.AsSpan<float>();
        var (count, width) = (components.Shape[0], components.Shape[1]);
        for (var component = 0; component < count; component++)
        {
            var product = 0.0;
            for (var i = component * width; i < (component + 1) * width; i++) product += (double)own[i] * reference[i];
            if (product >= 0) continue;
            for (var i = component * width; i < (component + 1) * width; i++) own[i] = -own[i];
            for (var i = component; i < columns.Length; i += count) columns[i] = -columns[i];
        }
    }

    private static Dictionary<string, Tensor> RunStandardScaler(GoldenCase golden)
    {
        var scaler = new StandardScaler(new StandardScalerOptions
        {
            SubtractMean = golden.Attributes.Flag("with_mean"), DivideByDeviation = golden.Attributes.Flag("with_std"),
        });
        golden.Attributes.Finish();
        scaler.Fit(golden.Tensor("input.0"));
        return new Dictionary<string, Tensor>
        {
            ["mean"] = Vector(scaler.Means),
            ["var"] = Vector(scaler.Variances),
            ["scale"] = Vector(scaler.Scales),
            ["transformed"] = scaler.Apply(golden.Tensor("input.0")),
            ["transformed_test"] = scaler.Apply(golden.Tensor("input.1")),
        };
    }

    private static Dictionary<string, Tensor> RunStratifiedKFold(GoldenCase golden)
    {
        var foldCount = golden.Attributes.Whole("n_splits");
        golden.Attributes.Require("shuffle", false);
        golden.Attributes.Finish();
        return Folds.Stratified(golden.Tensor("input.0").AsSpan<long>(), foldCount)
            .Select((fold, index) => (Name: $"test_fold_{index}", Rows: fold.TestRows.Select(row => (long)row).ToArray()))
            .ToDictionary(fold => fold.Name, fold => Tensor.From(fold.Rows, [fold.Rows.Length]));
    }

    private static Tensor Vector(IReadOnlyList<double> values) =>
        Tensor.From(values.Select(value => (float)value).ToArray(), [values.Count]);
}

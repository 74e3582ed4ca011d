using Tutti.Tensors;

namespace Tutti.Cli.Verification.Operations;

/// <summary>Normalisation over the batch.</summary>
internal static class BatchNormalization
{
    internal static IReadOnlyDictionary<string, GoldenOperation> Operations { get; } = new Dictionary<string, GoldenOperation>
    {
        ["batch_norm"] = BatchNorm,
    };

    // Running statistics come last; what they are after the step is a result.
    private static Tensor[] BatchNorm(Tensor[] inputs, GoldenAttributes attributes)
    {
        var (isTraining, isAffine) = (attributes.Flag("training"), attributes.Flag("affine"));
        var (mean, variance) = (Copy(inputs[^2]), Copy(inputs[^1]));
        var result = inputs[0].BatchNorm(isAffine ? inputs[1] : null, isAffine ? inputs[2] : null, mean, variance, isTraining,
            attributes.Number("momentum"), attributes.Number("eps"));
        return isTraining ? [result, mean, variance] : [result];
    }

    private static Tensor Copy(Tensor tensor) => Tensor.From(tensor.ToArray<float>(), tensor.Shape);
}

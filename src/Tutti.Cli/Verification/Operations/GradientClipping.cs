using Tutti.Learning.Training;
using Tutti.Tensors;
using Clipping = Tutti.Learning.Optimizers.GradientClipping;

namespace Tutti.Cli.Verification.Operations;

/// <summary>Clipping of gradients, which are the inputs.</summary>
internal static class GradientClipping
{
    internal static IReadOnlyDictionary<string, GoldenOperation> Operations { get; } = new Dictionary<string, GoldenOperation>
    {
        ["clip_grad_norm"] = ByNorm,
    };

    private static Tensor[] ByNorm(Tensor[] inputs, GoldenAttributes attributes)
    {
        if (attributes.Number("norm_type") is not 2 and var other) throw new UnsupportedCaseException($"norm type {other}");
        Tensor[] gradients = [.. inputs.Select(input => Tensor.From(input.ToArray<float>(), input.Shape))];
        var norm = Clipping.ByNorm(new Gradients(gradients), attributes.Number("max_norm"));
        return [.. gradients, Tensor.Scalar(norm)];
    }

    /// <summary>Gradients as those of a model whose parameters nobody looks at.</summary>
    private sealed class Gradients(Tensor[] tensors) : IParameterSource
    {
        public int ParameterCount => tensors.Length;

        public string NameOf(int index) => $"grad{index}";

        public Span<float> Values(int index) => tensors[index].AsSpan<float>();

        Span<float> IParameterSource.Gradients(int index) => tensors[index].AsSpan<float>();

        public bool TryBindGradients(int index, Memory<float> memory) => false;
    }
}

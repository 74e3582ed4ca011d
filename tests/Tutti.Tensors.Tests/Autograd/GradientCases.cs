using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Autograd;

/// <summary>At least one case for each differentiable primitive; one partial file a family.</summary>
public static partial class GradientCases
{
    public static IReadOnlyList<GradientCase> All { get; } =
        [
            .. Activations(), .. Arithmetic(), .. Attentions(), .. BatchNormalizations(), .. Convolutions(), .. Indexing(),
            .. Losses(), .. PointFunctions(), .. Products(), .. Recurrent(), .. OverDimensions(), .. Sequences(), .. Shaping(),
            .. Transformers(),
        ];

    private static Tensor Uniform(Shape shape, double low = -1, double high = 1, ulong seed = 1) =>
        GradientCheck.Uniform(shape, low, high, seed);

    /// <summary>Numbers in 0.1 … 1 with either sign: away from the kink at 0.</summary>
    private static Tensor AwayFromZero(Shape shape, ulong seed = 1)
    {
        var tensor = Uniform(shape, 0.1, 1, seed);
        var values = tensor.AsSpan<double>();
        for (var i = 0; i < values.Length; i += 2) values[i] = -values[i];
        return tensor;
    }
}

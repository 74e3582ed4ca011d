using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>
/// Normalises over the last dimensions: see <see cref="Tensor.LayerNorm"/>. Parameters <c>weight</c> (ones at first) and <c>bias</c>
/// (zeros), both of the normalised shape.
/// </summary>
public sealed class LayerNorm : Module
{
    private readonly Shape shape;
    private readonly double epsilon;
    private readonly Tensor? weight, bias;

    /// <summary>Makes the layer.</summary>
    /// <param name="normalizedShape">The sizes of the input's last dimensions, each at least 1.</param>
    /// <param name="epsilon">Added to the variance, at least 0. Default 1e-5.</param>
    /// <param name="affine">Whether there is a weight. Default true.</param>
    /// <param name="bias">Whether there is a bias too. Default true.</param>
    /// <exception cref="ArgumentException">No dimension, one less than 1, or a negative epsilon.</exception>
    public LayerNorm(Shape normalizedShape, double epsilon = 1e-5, bool affine = true, bool bias = true)
    {
        if (normalizedShape.Rank == 0 || normalizedShape.ElementCount == 0)
            throw new ArgumentException($"LayerNorm: nothing to normalise over. Got {normalizedShape}. " +
                "Expected at least one dimension, none of size 0.");
        if (!(epsilon >= 0 && double.IsFinite(epsilon)))
            throw new ArgumentException($"LayerNorm: epsilon makes no sense. Got {epsilon}. Expected a finite number of at least 0.");
        shape = normalizedShape;
        this.epsilon = epsilon;
        if (!affine) return;
        weight = AddParameter("weight", shape, Initializer.Ones);
        if (bias) this.bias = AddParameter("bias", shape, Initializer.Zeros);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        EnsureInitialized();
        return input.LayerNorm(shape, weight, bias, epsilon);
    }
}

using Tutti.Learning.Training;
using Tutti.Tensors;

namespace Tutti.Learning.Optimizers;

/// <summary>
/// Keeps gradients from becoming too large: between the backward pass and the optimizer's step, on the gradient of the whole batch. A norm's
/// squares are summed in double in one fixed order: the blocks of <see cref="BlockElements"/> of each parameter, then the parameters. So
/// every rank clips by the same bits, also where ranks sum blocks for each other.
/// </summary>
public static class GradientClipping
{
    /// <summary>How many elements of a parameter are summed on their own: 1,024; the last block of a parameter may have fewer.</summary>
    public const int BlockElements = 1024;

    // As PyTorch has it: a norm of 0 divides nothing.
    private const double Epsilon = 1e-6;

    /// <summary>
    /// Multiplies all gradients by min(1, maximumNorm / (norm + 10⁻⁶)), norm being the Euclidean norm of all of them together (Pascanu et
    /// al. 2013, Algorithm 1). If the norm is not finite, the gradients stay as they are, so that whoever looks for the cause finds it.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="maximumNorm">The norm that is not exceeded, greater than 0; infinite to measure only.</param>
    /// <returns>The norm before; NaN or infinite if a gradient is.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumNorm"/> is not.</exception>
    public static double ByNorm(IParameterSource model, double maximumNorm)
    {
        ArgumentNullException.ThrowIfNull(model);
        CheckBound(nameof(ByNorm), nameof(maximumNorm), maximumNorm);
        var sum = 0.0;
        for (var index = 0; index < model.ParameterCount; index++)
        {
            var gradients = model.Gradients(index);
            var ofParameter = 0.0;
            for (var start = 0; start < gradients.Length; start += BlockElements) ofParameter += SquaredNorm(gradients, start);
            sum += ofParameter;
        }
        var norm = Math.Sqrt(sum);
        Scale(model, maximumNorm, norm);
        return norm;
    }

    /// <summary>
    /// As <see cref="ByNorm(IParameterSource, double)"/>, where the norm is known: for a part of a model, whose own norm is not the whole's.
    /// </summary>
    /// <param name="model">The model, or the part that is here.</param>
    /// <param name="maximumNorm">The norm that is not exceeded, greater than 0.</param>
    /// <param name="norm">The norm of all gradients together.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumNorm"/> is not.</exception>
    public static void ByNorm(IParameterSource model, double maximumNorm, double norm)
    {
        ArgumentNullException.ThrowIfNull(model);
        CheckBound(nameof(ByNorm), nameof(maximumNorm), maximumNorm);
        Scale(model, maximumNorm, norm);
    }

    /// <summary>The sum of squares of each block of some gradients.</summary>
    /// <param name="gradients">Those of a parameter, or a part of them that begins with a block and ends with one.</param>
    /// <param name="sums">Gets one number a block, the first of as many as it has.</param>
    /// <returns>How many blocks there were.</returns>
    public static int SquaredNorms(ReadOnlySpan<float> gradients, Span<double> sums)
    {
        var count = 0;
        for (var start = 0; start < gradients.Length; start += BlockElements) sums[count++] = SquaredNorm(gradients, start);
        return count;
    }

    /// <summary>Cuts every gradient off at ±maximum; NaN stays.</summary>
    /// <param name="model">The model.</param>
    /// <param name="maximum">The largest size of a gradient, greater than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximum"/> is not.</exception>
    public static void ByValue(IParameterSource model, double maximum)
    {
        ArgumentNullException.ThrowIfNull(model);
        CheckBound(nameof(ByValue), nameof(maximum), maximum);
        for (var index = 0; index < model.ParameterCount; index++)
            foreach (ref var gradient in model.Gradients(index)) gradient = Math.Clamp(gradient, -(float)maximum, (float)maximum);
    }

    private static double SquaredNorm(ReadOnlySpan<float> gradients, int start) =>
        ParameterUpdate.SquaredNorm(gradients.Slice(start, Math.Min(BlockElements, gradients.Length - start)));

    private static void Scale(IParameterSource model, double maximumNorm, double norm)
    {
        var factor = maximumNorm / (norm + Epsilon);
        if (!double.IsFinite(norm) || factor >= 1) return;
        for (var index = 0; index < model.ParameterCount; index++) ParameterUpdate.Scale(model.Gradients(index), factor);
    }

    private static void CheckBound(string operation, string name, double value)
    {
        if (!(value > 0))
            throw new ArgumentOutOfRangeException(name, value,
                $"GradientClipping.{operation}: the bound makes no sense. Got {value}. Expected more than 0.");
    }
}

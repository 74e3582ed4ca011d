using Tutti.Learning.Training;
using Tutti.Tensors;

namespace Tutti.Learning.Optimizers;

/// <summary>
/// Keeps gradients from becoming too large: between the backward pass and the optimizer's step, on the gradient of the whole batch. Sums
/// run over the parameters in order and in double, so that every rank clips by the same bits.
/// </summary>
public static class GradientClipping
{
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
        for (var index = 0; index < model.ParameterCount; index++) sum += ParameterUpdate.SquaredNorm<float>(model.Gradients(index));
        var norm = Math.Sqrt(sum);
        var factor = maximumNorm / (norm + Epsilon);
        if (!double.IsFinite(norm) || factor >= 1) return norm;
        for (var index = 0; index < model.ParameterCount; index++) ParameterUpdate.Scale(model.Gradients(index), factor);
        return norm;
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

    private static void CheckBound(string operation, string name, double value)
    {
        if (!(value > 0))
            throw new ArgumentOutOfRangeException(name, value,
                $"GradientClipping.{operation}: the bound makes no sense. Got {value}. Expected more than 0.");
    }
}

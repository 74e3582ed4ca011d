using System.Numerics;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors;

/// <summary>
/// The inner loops of optimizers: one pass over parameters, gradients and state, on one thread. Each parameter is computed alone, so
/// updating the parameters in pieces, in any order, gives the same bits; only <see cref="Lamb{T}"/> needs a layer whole.
/// </summary>
public static class ParameterUpdate
{
    /// <summary>
    /// g = gradient + w p. With a momentum buffer: b = g in the first step, later b = μ b + (1 − τ) g; without: b = g.
    /// p −= η b, or with Nesterov's momentum p −= η (g + μ b). As in PyTorch, the first step is not dampened.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="parameters">p; overwritten.</param>
    /// <param name="gradients">As many as parameters.</param>
    /// <param name="momentumBuffer">b; overwritten. Empty for no momentum.</param>
    /// <param name="settings">η, μ, τ and w.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Sgd<T>(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> momentumBuffer, in SgdSettings settings)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckLength(nameof(Sgd), "gradients", gradients.Length, parameters.Length);
        if (!momentumBuffer.IsEmpty) CheckLength(nameof(Sgd), "momentum buffer", momentumBuffer.Length, parameters.Length);
        KernelSelector.For<T>().SgdStep(parameters, gradients, momentumBuffer, settings);
    }

    /// <summary>
    /// g = gradient + w p, or decoupled g = gradient and p shrinks by η w first. m = β₁ m + (1 − β₁) g, v = β₂ v + (1 − β₂) g²,
    /// p −= η / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε). Kingma and Ba (2015), Algorithm 1; Loshchilov and Hutter (2019), Algorithm 2.
    /// With AMSGrad (Reddi et al. 2018, as PyTorch has it: before bias correction) the largest v so far takes the place of v.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="parameters">p; overwritten.</param>
    /// <param name="gradients">As many as parameters.</param>
    /// <param name="mean">m; overwritten. Zeros before the first step.</param>
    /// <param name="variance">v; overwritten. Zeros before the first step.</param>
    /// <param name="largestVariance">The largest v; overwritten. Zeros before the first step. Empty without AMSGrad.</param>
    /// <param name="settings">η, β, ε, w and the bias corrections.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Adam<T>(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> mean, Span<T> variance, Span<T> largestVariance,
        in AdamSettings settings) where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckLength(nameof(Adam), "gradients", gradients.Length, parameters.Length);
        CheckLength(nameof(Adam), "means", mean.Length, parameters.Length);
        CheckLength(nameof(Adam), "variances", variance.Length, parameters.Length);
        if (!largestVariance.IsEmpty) CheckLength(nameof(Adam), "largest variances", largestVariance.Length, parameters.Length);
        KernelSelector.For<T>().AdamStep(parameters, gradients, mean, variance, largestVariance, settings);
    }

    /// <summary>
    /// g = gradient + w p, v = α v + (1 − α) g²; centred (Graves 2013): a = α a + (1 − α) g and max(0, v − a²) takes the place of v.
    /// u = g / (√v + ε); with momentum b = μ b + u and p −= η b, else p −= η u. Tieleman and Hinton (2012), in PyTorch's variant.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="parameters">p; overwritten.</param>
    /// <param name="gradients">As many as parameters.</param>
    /// <param name="variance">v; overwritten. Zeros before the first step.</param>
    /// <param name="mean">a; overwritten. Zeros before the first step. Empty if not centred.</param>
    /// <param name="momentumBuffer">b; overwritten. Zeros before the first step. Empty for no momentum.</param>
    /// <param name="settings">η, α, ε, μ and w.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void RmsProp<T>(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> variance, Span<T> mean, Span<T> momentumBuffer,
        in RmsPropSettings settings) where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckLength(nameof(RmsProp), "gradients", gradients.Length, parameters.Length);
        CheckLength(nameof(RmsProp), "variances", variance.Length, parameters.Length);
        if (!mean.IsEmpty) CheckLength(nameof(RmsProp), "means", mean.Length, parameters.Length);
        if (!momentumBuffer.IsEmpty) CheckLength(nameof(RmsProp), "momentum buffer", momentumBuffer.Length, parameters.Length);
        KernelSelector.For<T>().RmsPropStep(parameters, gradients, variance, mean, momentumBuffer, settings);
    }

    /// <summary>g = gradient + w p, s += g², p −= η g / (√s + ε). Duchi, Hazan and Singer (2011), the diagonal variant.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="parameters">p; overwritten.</param>
    /// <param name="gradients">As many as parameters.</param>
    /// <param name="sum">s; overwritten.</param>
    /// <param name="settings">η, ε and w.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Adagrad<T>(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> sum, in AdagradSettings settings)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckLength(nameof(Adagrad), "gradients", gradients.Length, parameters.Length);
        CheckLength(nameof(Adagrad), "sums", sum.Length, parameters.Length);
        KernelSelector.For<T>().AdagradStep(parameters, gradients, sum, settings);
    }

    /// <summary>
    /// g = gradient + w p, v = ρ v + (1 − ρ) g², d = √(u + ε) / √(v + ε) · g, u = ρ u + (1 − ρ) d², p −= η d. Zeiler (2012), Algorithm 1,
    /// with a learning rate η that is 1 there.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="parameters">p; overwritten.</param>
    /// <param name="gradients">As many as parameters.</param>
    /// <param name="variance">v; overwritten. Zeros before the first step.</param>
    /// <param name="updates">u; overwritten. Zeros before the first step.</param>
    /// <param name="settings">η, ρ, ε and w.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Adadelta<T>(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> variance, Span<T> updates,
        in AdadeltaSettings settings) where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckLength(nameof(Adadelta), "gradients", gradients.Length, parameters.Length);
        CheckLength(nameof(Adadelta), "variances", variance.Length, parameters.Length);
        CheckLength(nameof(Adadelta), "updates", updates.Length, parameters.Length);
        KernelSelector.For<T>().AdadeltaStep(parameters, gradients, variance, updates, settings);
    }

    /// <summary>
    /// m = β₁ m + (1 − β₁) g, v = β₂ v + (1 − β₂) g², r = m / (1 − β₁ᵗ) / (√v / √(1 − β₂ᵗ) + ε) + w p, p −= η ‖p‖ / ‖r‖ · r, where the
    /// quotient of the norms is 1 if one of them is 0. You et al. (2020), Algorithm 2, with φ(z) = z and the weight decay in r. Unlike
    /// the other updates it needs all elements of a layer in one call.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="parameters">p, one whole layer; overwritten.</param>
    /// <param name="gradients">g, as many as parameters.</param>
    /// <param name="mean">m; overwritten. Zeros before the first step.</param>
    /// <param name="variance">v; overwritten. Zeros before the first step.</param>
    /// <param name="settings">η, β, ε, w and the bias corrections.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Lamb<T>(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> mean, Span<T> variance, in LambSettings settings)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckLength(nameof(Lamb), "gradients", gradients.Length, parameters.Length);
        CheckLength(nameof(Lamb), "means", mean.Length, parameters.Length);
        CheckLength(nameof(Lamb), "variances", variance.Length, parameters.Length);
        var kernels = KernelSelector.For<T>();
        var (length, update) = kernels.LambMoments(parameters, gradients, mean, variance, settings);
        var ratio = length > 0 && update > 0 ? Math.Sqrt(length) / Math.Sqrt(update) : 1;
        kernels.LambStep(parameters, mean, variance, settings.LearningRate * ratio, settings);
    }

    /// <summary>Σ values², accumulated in double in fixed blocks: the same bits on every rank.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="values">Any number of values.</param>
    /// <returns>The sum; NaN or infinite if a value is.</returns>
    public static double SquaredNorm<T>(ReadOnlySpan<T> values) where T : unmanaged, IFloatingPointIeee754<T> =>
        KernelSelector.For<T>().SquaredNorm(values);

    /// <summary>Multiplies every value by a factor.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="values">The values; overwritten.</param>
    /// <param name="factor">The factor, rounded to the element type.</param>
    public static void Scale<T>(Span<T> values, double factor) where T : unmanaged, IFloatingPointIeee754<T> =>
        KernelSelector.For<T>().Scale(values, T.CreateTruncating(factor), values);

    private static void CheckLength(string operation, string name, int length, int expected)
    {
        if (length != expected)
            throw new ArgumentException(
                $"{operation}: the {name} do not fit the parameters. Got {length}. Expected {expected}, one a parameter.");
    }
}

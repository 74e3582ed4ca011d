using System.Numerics;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors;

/// <summary>
/// The inner loops of optimizers: one pass over parameters, gradients and state, on one thread. Each parameter is computed alone, so
/// updating the parameters in pieces, in any order, gives the same bits.
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
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="parameters">p; overwritten.</param>
    /// <param name="gradients">As many as parameters.</param>
    /// <param name="mean">m; overwritten. Zeros before the first step.</param>
    /// <param name="variance">v; overwritten. Zeros before the first step.</param>
    /// <param name="settings">η, β, ε, w and the bias corrections.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Adam<T>(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> mean, Span<T> variance, in AdamSettings settings)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckLength(nameof(Adam), "gradients", gradients.Length, parameters.Length);
        CheckLength(nameof(Adam), "means", mean.Length, parameters.Length);
        CheckLength(nameof(Adam), "variances", variance.Length, parameters.Length);
        KernelSelector.For<T>().AdamStep(parameters, gradients, mean, variance, settings);
    }

    private static void CheckLength(string operation, string name, int length, int expected)
    {
        if (length != expected)
            throw new ArgumentException(
                $"{operation}: the {name} do not fit the parameters. Got {length}. Expected {expected}, one a parameter.");
    }
}

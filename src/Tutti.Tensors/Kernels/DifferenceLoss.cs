namespace Tutti.Tensors.Kernels;

/// <summary>Which function of the difference d of two numbers a loss is.</summary>
internal enum DifferenceLossKind
{
    /// <summary>d².</summary>
    Squared,

    /// <summary>|d|; its derivative at 0 is 0.</summary>
    Absolute,

    /// <summary>d² / 2 where |d| ≤ δ, else δ (|d| − δ / 2); the derivative is d, but not beyond ±δ.</summary>
    Huber,
}

/// <summary>A loss of a difference.</summary>
/// <param name="Kind">The function.</param>
/// <param name="Threshold">δ of <see cref="DifferenceLossKind.Huber"/>, more than 0.</param>
/// <param name="Scale">The factor of the loss.</param>
internal readonly record struct DifferenceLoss(DifferenceLossKind Kind, double Threshold = 1, double Scale = 1);

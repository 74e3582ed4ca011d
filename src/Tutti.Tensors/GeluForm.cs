namespace Tutti.Tensors;

/// <summary>How the Gaussian error linear unit is computed (Hendrycks and Gimpel 2016).</summary>
public enum GeluForm
{
    /// <summary>x Φ(x) = x/2 (1 + erf(x/√2)). PyTorch's <c>approximate="none"</c>.</summary>
    Exact,

    /// <summary>x/2 (1 + tanh(√(2/π) (x + 0.044715 x³))). PyTorch's <c>approximate="tanh"</c>.</summary>
    Tanh,
}

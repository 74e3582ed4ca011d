using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>ln(1 + exp(beta · x)) / beta, elementwise; x itself where beta · x exceeds the threshold. Any shape.</summary>
public sealed class Softplus : Module
{
    /// <summary>Makes the module.</summary>
    /// <param name="beta">How sharp the bend at 0 is. Default 1; not 0.</param>
    /// <param name="threshold">From where on the function counts as straight. Default 20.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> is 0 or not finite.</exception>
    public Softplus(double beta = 1, double threshold = 20)
    {
        if (!double.IsFinite(beta) || beta == 0)
            throw new ArgumentOutOfRangeException(nameof(beta), beta,
                $"Softplus: beta divides the result. Got {beta}. Expected a finite number other than 0; 1 is usual.");
        (Beta, Threshold) = (beta, threshold);
    }

    /// <summary>How sharp the bend at 0 is.</summary>
    public double Beta { get; }

    /// <summary>From where on the function counts as straight.</summary>
    public double Threshold { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Softplus(Beta, Threshold);
}

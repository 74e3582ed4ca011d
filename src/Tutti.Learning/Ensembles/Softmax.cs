namespace Tutti.Learning.Ensembles;

/// <summary>Logits to probabilities, in double.</summary>
internal static class Softmax
{
    /// <summary>p = exp(z − max z) / Σ exp(z − max z), in place. Where all logits are −∞, all classes are as likely.</summary>
    internal static void Apply(Span<double> logits)
    {
        var greatest = double.NegativeInfinity;
        foreach (var logit in logits) greatest = Math.Max(greatest, logit);
        if (double.IsNegativeInfinity(greatest))
        {
            logits.Fill(1.0 / logits.Length);
            return;
        }
        var sum = 0.0;
        for (var i = 0; i < logits.Length; i++) sum += logits[i] = Math.Exp(logits[i] - greatest);
        for (var i = 0; i < logits.Length; i++) logits[i] /= sum;
    }
}

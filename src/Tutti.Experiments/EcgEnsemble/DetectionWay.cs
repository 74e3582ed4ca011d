namespace Tutti.Experiments.EcgEnsemble;

/// <summary>A way to come to p-values.</summary>
internal enum DetectionWay
{
    /// <summary>All beats in one place, one network.</summary>
    Single,

    /// <summary>Each hospital its own network; what one of them would reach by itself, mean over the hospitals.</summary>
    Alone,

    /// <summary>The mean of the hospitals' p-values.</summary>
    Ensemble,

    /// <summary>The same, one hospital being lost while it answers; the worst of all choices.</summary>
    EnsembleLessOne,

    /// <summary>One network on all hospitals' gradients; each hospital calibrates it and judges by itself; mean over the hospitals.</summary>
    Shared,

    /// <summary>All beats in one place, principal components.</summary>
    Components,
}

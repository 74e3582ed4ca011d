namespace Tutti.Learning.Modules.Specification;

/// <summary>What a model is trained to give.</summary>
public enum ModelTask
{
    /// <summary>A logit for each class; the target is the sample's class.</summary>
    Classification,

    /// <summary>The sample itself, through a bottleneck; the target is the sample.</summary>
    Reconstruction,
}

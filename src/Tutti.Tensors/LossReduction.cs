namespace Tutti.Tensors;

/// <summary>What becomes of the losses of single samples.</summary>
public enum LossReduction
{
    /// <summary>Their mean; each loss says what it divides by.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>They are returned as they are.</summary>
    None,
}

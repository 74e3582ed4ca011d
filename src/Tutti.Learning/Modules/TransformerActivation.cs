namespace Tutti.Learning.Modules;

/// <summary>What stands between the two linear layers of a transformer's feed-forward part.</summary>
public enum TransformerActivation
{
    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>x Φ(x), exact.</summary>
    Gelu,
}

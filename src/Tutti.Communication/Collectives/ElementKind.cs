namespace Tutti.Communication.Collectives;

/// <summary>What ranks send each other.</summary>
internal enum ElementKind
{
    None,
    Float,
    Double,
    Int,
    Long,
    Byte,
}

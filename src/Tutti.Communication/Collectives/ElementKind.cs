namespace Tutti.Communication.Collectives;

/// <summary>What ranks send each other. The names appear in messages; the numbers travel.</summary>
internal enum ElementKind : byte
{
    None,
    Half,
    Float,
    Double,
    SByte,
    Byte,
    Short,
    UShort,
    Int,
    UInt,
    Long,
    ULong,
}

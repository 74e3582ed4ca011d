namespace Tutti.Communication.Collectives;

/// <summary>How two values become one. The names appear in messages; the numbers travel.</summary>
internal enum ReductionKind : byte
{
    None,
    Sum,
    Mean,
    Min,
    Max,
    Product,
    Custom,
}

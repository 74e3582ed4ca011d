namespace Tutti.Communication.Collectives;

/// <summary>Combines two runs of values, element by element, for a custom <see cref="Reduction"/>.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="left">The values that stand to the left in the tree.</param>
/// <param name="right">Those to the right; as many.</param>
/// <param name="result">Where the combination goes; may be the same memory as one of the operands.</param>
public delegate void ReductionOperator<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result) where T : unmanaged;

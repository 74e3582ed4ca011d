using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>
/// A table of rows. Input: Int64 row numbers of any shape; output <c>[…, width]</c>. Parameter <c>weight</c> <c>[rows, width]</c>, standard
/// normal at first.
/// </summary>
public sealed class Embedding : Module
{
    private readonly Tensor weight;
    private readonly int? paddingIndex;

    /// <summary>Makes the table.</summary>
    /// <param name="rows">The number of rows, at least 1.</param>
    /// <param name="width">The width of a row, at least 1.</param>
    /// <param name="paddingIndex">A row that stays as it is: it gets no gradient, and starts with zeros. Null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or there is no such row.</exception>
    public Embedding(int rows, int width, int? paddingIndex = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (paddingIndex is { } row && (uint)row >= (uint)rows)
            throw new ArgumentOutOfRangeException(nameof(paddingIndex), row, $"Embedding: there is no such row. Got {row}. " +
                $"Expected 0 … {rows - 1}.");
        this.paddingIndex = paddingIndex;
        var initializer = Initializer.Normal(0, 1);
        weight = AddParameter("weight", [rows, width],
            paddingIndex is { } padding ? initializer.WithZeros(padding * width, width) : initializer);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        EnsureInitialized();
        return input.Embedding(weight, paddingIndex);
    }
}

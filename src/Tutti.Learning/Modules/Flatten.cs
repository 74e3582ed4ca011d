using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>Merges neighbouring dimensions into one, by default all but the batch: <c>[N, C, H, W]</c> becomes <c>[N, C·H·W]</c>.</summary>
public sealed class Flatten : Module
{
    /// <summary>Makes the module.</summary>
    /// <param name="first">The first dimension to merge (negative: from the end).</param>
    /// <param name="last">The last dimension to merge (negative: from the end).</param>
    public Flatten(int first = 1, int last = -1)
    {
        First = first;
        Last = last;
    }

    /// <summary>The first dimension to merge.</summary>
    public int First { get; }

    /// <summary>The last dimension to merge.</summary>
    public int Last { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Flatten(First, Last);
}

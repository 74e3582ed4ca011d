using System.Numerics;

namespace Tutti.Tensors.Kernels;

/// <summary>One attention: L queries, S keys and values. Element [r, c] of a matrix is at r · stride + c.</summary>
internal readonly ref struct AttentionBlock<T> where T : unmanaged, INumberBase<T>
{
    /// <summary>The queries [L, E].</summary>
    public ReadOnlySpan<T> Query { get; init; }
    public int QueryStride { get; init; }

    /// <summary>The keys [S, E].</summary>
    public ReadOnlySpan<T> Key { get; init; }
    public int KeyStride { get; init; }

    /// <summary>The values [S, V].</summary>
    public ReadOnlySpan<T> Value { get; init; }
    public int ValueStride { get; init; }

    /// <summary>L, S, E and V.</summary>
    public int Queries { get; init; }
    public int Keys { get; init; }
    public int Width { get; init; }
    public int ValueWidth { get; init; }

    public T Scale { get; init; }

    /// <summary>Whether query i sees only keys 0 … i.</summary>
    public bool IsCausal { get; init; }

    /// <summary>Zero where query i may not see key j, at i · MaskRow + j · MaskColumn; empty for no mask.</summary>
    public ReadOnlySpan<long> Mask { get; init; }
    public int MaskRow { get; init; }
    public int MaskColumn { get; init; }

    /// <summary>What is dropped of the weights; the weight of query i for key j is element FirstElement + i · RowStride + j.</summary>
    public Dropper Dropper { get; init; }
    public ulong FirstElement { get; init; }

    /// <summary>How far apart rows of weights lie: S rounded up to whole registers and groups of the dropper.</summary>
    public int RowStride => RowStrideOf(Keys);

    internal static int RowStrideOf(int keys) => (keys + Dropper.Group - 1) / Dropper.Group * Dropper.Group;

    /// <summary>How many keys a query sees, the mask aside.</summary>
    internal int Visible(int query) => IsCausal ? Math.Min(query + 1, Keys) : Keys;
}

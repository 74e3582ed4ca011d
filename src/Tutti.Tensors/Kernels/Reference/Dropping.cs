using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>Sets elements to zero at random; see <see cref="Dropper"/> for which.</summary>
internal static class Dropping
{
    internal static void Run<T>(ReadOnlySpan<T> values, in Dropper dropper, ulong first, Span<T> result) where T : INumberBase<T>
    {
        var factor = T.CreateTruncating(dropper.Factor);
        for (var i = 0; i < result.Length; i++)
        {
            var element = first + (ulong)i;
            var block = (uint)(element / Dropper.Group * Dropper.Blocks + element % Dropper.Blocks);
            var (word0, word1, word2, word3) = dropper.Stream.Block(block);
            var word = (element / Dropper.Blocks % 4) switch { 0 => word0, 1 => word1, 2 => word2, _ => word3 };
            result[i] = word >> 8 < dropper.Threshold ? T.Zero : values[i] * factor;
        }
    }
}

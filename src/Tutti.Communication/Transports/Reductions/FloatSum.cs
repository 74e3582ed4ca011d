using Tutti.Communication.Collectives;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tutti.Communication.Transports.Reductions;

/// <summary>The sum of <c>float</c>: what gradients need, so it writes two targets in one pass.</summary>
internal sealed unsafe class FloatSum : Reducer<float>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Combine(float* left, float* right, float* target, int length)
    {
        var width = Vector<float>.Count;
        var i = 0;
        for (; i <= length - 2 * width; i += 2 * width)
        {
            (Vector.Load(left + i) + Vector.Load(right + i)).Store(target + i);
            (Vector.Load(left + i + width) + Vector.Load(right + i + width)).Store(target + i + width);
        }

        for (; i < length; i++) target[i] = left[i] + right[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Combine(float* left, float* right, float* target, float* second, int length)
    {
        var width = Vector<float>.Count;
        var i = 0;
        for (; i <= length - 2 * width; i += 2 * width)
        {
            var low = Vector.Load(left + i) + Vector.Load(right + i);
            var high = Vector.Load(left + i + width) + Vector.Load(right + i + width);
            low.Store(target + i);
            high.Store(target + i + width);
            low.Store(second + i);
            high.Store(second + i + width);
        }

        for (; i < length; i++) target[i] = second[i] = left[i] + right[i];
    }
}

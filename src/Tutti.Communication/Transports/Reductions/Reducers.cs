using Tutti.Communication.Collectives;
using System.Numerics;
using System.Numerics.Tensors;

namespace Tutti.Communication.Transports.Reductions;

/// <summary>From a reduction and an element type to what combines values.</summary>
internal static class Reducers
{
    internal static Reducer<T> Of<T>(Reduction reduction) where T : unmanaged
    {
        if (reduction.Kind == ReductionKind.Custom)
            return reduction.CustomReducer as Reducer<T> ?? throw Throw.ReductionOfAnotherType(reduction, typeof(T));
        if (typeof(T) == typeof(float) && reduction.Kind == ReductionKind.Sum) return (Reducer<T>)(object)FloatSum;
        var table = Table<T>.Reducers ?? throw Throw.NotReducible(typeof(T));
        return table[(int)reduction.Kind] ?? throw Throw.MeanOfIntegers(typeof(T));
    }

    internal static Reducer<T> Custom<T>(ReductionOperator<T> combine) where T : unmanaged => new OfOperator<T>(combine);

    private static readonly FloatSum FloatSum = new();

    private static class Table<T> where T : unmanaged
    {
        internal static readonly Reducer<T>?[]? Reducers = (Reducer<T>?[]?)Create();

        private static object? Create()
        {
            if (typeof(T) == typeof(float)) return Floating<float>();
            if (typeof(T) == typeof(double)) return Floating<double>();
            if (typeof(T) == typeof(Half)) return Floating<Half>();
            if (typeof(T) == typeof(sbyte)) return Whole<sbyte>();
            if (typeof(T) == typeof(byte)) return Whole<byte>();
            if (typeof(T) == typeof(short)) return Whole<short>();
            if (typeof(T) == typeof(ushort)) return Whole<ushort>();
            if (typeof(T) == typeof(int)) return Whole<int>();
            if (typeof(T) == typeof(uint)) return Whole<uint>();
            if (typeof(T) == typeof(long)) return Whole<long>();
            if (typeof(T) == typeof(ulong)) return Whole<ulong>();
            return null;
        }
    }

    // By number of ReductionKind.
    private static Reducer<T>?[] Whole<T>() where T : unmanaged, INumber<T> =>
        [null, new OfOperator<T>(TensorPrimitives.Add), null, new OfOperator<T>(TensorPrimitives.Min), new OfOperator<T>(TensorPrimitives.Max),
            new OfOperator<T>(TensorPrimitives.Multiply)];

    private static Reducer<T>?[] Floating<T>() where T : unmanaged, INumber<T>
    {
        var reducers = Whole<T>();
        reducers[(int)ReductionKind.Mean] = new Mean<T>(reducers[(int)ReductionKind.Sum]!);
        return reducers;
    }

    private sealed unsafe class OfOperator<T>(ReductionOperator<T> combine) : Reducer<T> where T : unmanaged
    {
        internal override void Combine(T* left, T* right, T* target, int length) =>
            combine(new ReadOnlySpan<T>(left, length), new ReadOnlySpan<T>(right, length), new Span<T>(target, length));
    }

    private sealed unsafe class Mean<T>(Reducer<T> sum) : Reducer<T> where T : unmanaged, INumber<T>
    {
        internal override bool HasFinish => true;

        internal override void Combine(T* left, T* right, T* target, int length) => sum.Combine(left, right, target, length);

        internal override void Finish(T* values, int length, int leafCount)
        {
            var span = new Span<T>(values, length);
            TensorPrimitives.Divide(span, T.CreateChecked(leafCount), span);
        }
    }
}

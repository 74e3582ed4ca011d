using System.Numerics;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Random;

namespace Tutti.Tensors.Tests.Kernels;

/// <summary>
/// One multiplication with made-up operands. Every matrix lies inside a larger array, at an odd offset and with a gap after each row;
/// all that does not belong to it is NaN, so that a kernel that uses or changes a neighbour is found out.
/// </summary>
internal sealed record MatMulCase(int M, int N, int K)
{
    private const int Offset = 3;

    public bool TransposeA { get; init; }
    public bool TransposeB { get; init; }
    public int Gap { get; init; }
    public bool Accumulate { get; init; }
    public bool Bias { get; init; }
    public bool Relu { get; init; }
    public ulong Seed { get; init; } = 7;

    public int ARowStride => TransposeA ? 1 : K + Gap;
    public int AColumnStride => TransposeA ? M + Gap : 1;
    public int BRowStride => TransposeB ? 1 : N + Gap;
    public int BColumnStride => TransposeB ? K + Gap : 1;
    public int CRowStride => N + Gap;

    public Operands<float> Create()
    {
        var random = new CounterRandom(Seed, RandomPurpose.Synthetic, (ulong)HashCode.Combine(M, N, K));
        return new Operands<float>(
            Matrix(M, K, ARowStride, AColumnStride, ref random), Matrix(K, N, BRowStride, BColumnStride, ref random),
            Matrix(M, N, CRowStride, 1, ref random), Matrix(1, Bias ? N : 0, 0, 1, ref random));
    }

    public void Run<T>(KernelSet<T> kernels, Operands<T> operands) where T : unmanaged, IFloatingPointIeee754<T> =>
        RunPart(kernels, operands, 0, M, 0, N);

    /// <summary>Computes some rows and columns of C only.</summary>
    public void RunPart<T>(KernelSet<T> kernels, Operands<T> operands, int row, int rows, int column, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var epilogue = new MatMulEpilogue<T> { Accumulate = Accumulate, Relu = Relu, Bias = Inside(operands.Bias) };
        kernels.MatMul(
            rows, columns, K,
            Inside(operands.A)[Math.Min(row * ARowStride, Inside(operands.A).Length)..], ARowStride, AColumnStride,
            Inside(operands.B)[Math.Min(column * BColumnStride, Inside(operands.B).Length)..], BRowStride, BColumnStride,
            Inside(operands.C)[(row * CRowStride + column)..], CRowStride,
            epilogue.Columns(column, columns));
    }

    /// <summary>The part of an array that holds the matrix.</summary>
    public static Span<T> Inside<T>(T[] values) => values.AsSpan(Offset, values.Length - 2 * Offset);

    private static float[] Matrix(int rows, int columns, int rowStride, int columnStride, ref CounterRandom random)
    {
        var length = rows == 0 || columns == 0 ? 0 : (rows - 1) * rowStride + (columns - 1) * columnStride + 1;
        var values = new float[length + 2 * Offset];
        Array.Fill(values, float.NaN);
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++) values[Offset + i * rowStride + j * columnStride] = 2 * random.NextSingle() - 1;
        return values;
    }
}

/// <summary>The arrays of a multiplication.</summary>
internal sealed record Operands<T>(T[] A, T[] B, T[] C, T[] Bias)
{
    public Operands<T> WithCopyOfC() => this with { C = (T[])C.Clone() };

    public Operands<TOther> Select<TOther>(Func<T, TOther> convert) =>
        new([.. A.Select(convert)], [.. B.Select(convert)], [.. C.Select(convert)], [.. Bias.Select(convert)]);
}

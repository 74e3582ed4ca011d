using BenchmarkDotNet.Attributes;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Random;

namespace Tutti.Benchmarks.Kernels;

/// <summary>Sums, squared deviations and extrema of the rows and the columns of a matrix.</summary>
public class ReductionBenchmarks
{
    private KernelSet<float> set = null!;
    private float[] values = [];
    private double[] totals = [], means = [];
    private long[] indices = [];

    [Params("reference", "chosen")]
    public string Kernels { get; set; } = "";

    [Params(1024, 64)]
    public int Rows { get; set; }

    [Params(512, 10)]
    public int Columns { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        set = Kernels == "chosen" ? KernelSelector.Choice.Kernels : KernelSelector.Available.Single(item => item.Name == Kernels);
        var random = new CounterRandom(1, RandomPurpose.Synthetic);
        values = new float[Rows * Columns];
        foreach (ref var value in values.AsSpan()) value = random.NextSingle();
        var longest = Math.Max(Rows, Columns);
        (totals, means, indices) = (new double[longest], new double[longest], new long[longest]);
    }

    [Benchmark]
    public void SumRows() => set.SumRows(values, Rows, Columns, Columns, totals);

    [Benchmark]
    public void SumColumns() => set.SumColumns(values, Rows, Columns, Columns, totals);

    [Benchmark]
    public void SquareRows() => set.SquareRows(values, Rows, Columns, Columns, means, totals);

    [Benchmark]
    public void SquareColumns() => set.SquareColumns(values, Rows, Columns, Columns, means, totals);

    [Benchmark]
    public void ExtremaOfRows() => set.ExtremaOfRows(values, Rows, Columns, 1, indices);

    [Benchmark]
    public void ExtremaOfColumns() => set.ExtremaOfColumns(values, Rows, Columns, Columns, 1, indices);
}

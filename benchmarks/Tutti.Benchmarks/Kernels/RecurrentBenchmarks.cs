using BenchmarkDotNet.Attributes;
using Tutti.Tensors;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Operations;
using Tutti.Tensors.Random;

namespace Tutti.Benchmarks.Kernels;

/// <summary>
/// Recurrent layers, batch 64 on one thread: the cells of one step, the recurrent products of one step, and a whole layer of 140 steps with
/// its gradient. 64 units fill the registers of every width; 50 leave a rest.
/// </summary>
[MemoryDiagnoser]
public class RecurrentBenchmarks
{
    private const int Batch = 64, Steps = 140;

    private KernelSet<float> set = null!;
    private float[] gates = [], activated = [], cells = [], states = [], gradients = [], weight = [];
    private Tensor input = null!;
    private RecurrentWeights[] lstm = [], gru = [];

    [Params("reference", "chosen")]
    public string Kernels { get; set; } = "";

    [Params(64, 50)]
    public int Hidden { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        set = Kernels == "chosen" ? KernelSelector.Choice.Kernels : KernelSelector.Available.Single(item => item.Name == Kernels);
        var random = new CounterRandom(1, RandomPurpose.Synthetic);
        float[] Draw(int count) => Tensor.Uniform([count], 0.1f, 0.9f, ref random).ToArray<float>();
        (gates, cells, states) = (Draw(4 * Batch * Hidden), Draw(Batch * Hidden), Draw(Batch * Hidden));
        activated = [.. gates];
        (gradients, weight) = (Draw(Batch * Hidden), Draw(4 * Hidden * Hidden));
        input = Tensor.Uniform([Steps, Batch, 1], -1, 1, ref random);
        (lstm, gru) = ([Weights(4, ref random)], [Weights(3, ref random)]);
    }

    [Benchmark]
    public void LstmStep() => set.LstmStep(Hidden, gates, cells, gradients, states);

    /// <summary>With the copy that gives each call gates to overwrite; without it they would shrink to where arithmetic is slow.</summary>
    [Benchmark]
    public void LstmStepGradient()
    {
        activated.CopyTo(gates, 0);
        cells.CopyTo(gradients, 0);
        set.LstmStepGradient(Hidden, gates, cells, cells, states, states, gradients);
    }

    [Benchmark]
    public void GruStep() => set.GruStep(Hidden, gates, cells, states);

    /// <inheritdoc cref="LstmStepGradient"/>
    [Benchmark]
    public void GruStepGradient()
    {
        activated.CopyTo(gates, 0);
        cells.CopyTo(gradients, 0);
        set.GruStepGradient(Hidden, gates, cells, states, gradients);
    }

    [Benchmark]
    public void RecurrentProduct() => set.MatMul(
        Batch, 4 * Hidden, Hidden, states, Hidden, 1, weight, 4 * Hidden, 1, gates, 4 * Hidden, new MatMulEpilogue<float> { Accumulate = true });

    [Benchmark]
    public void RecurrentProductGradient() => set.MatMul(
        Batch, Hidden, 4 * Hidden, gates, 4 * Hidden, 1, weight, Hidden, 1, gradients, Hidden, default);

    /// <summary>Computed by the kernels in use, whatever <see cref="Kernels"/> says.</summary>
    [Benchmark]
    public void LstmLayerWithGradient()
    {
        using var one = ComputeThreads.Use(1);
        using var scope = TensorScope.Begin();
        input.Lstm(lstm).Sequence.Sum().Backward();
    }

    /// <inheritdoc cref="LstmLayerWithGradient"/>
    [Benchmark]
    public void GruLayerWithGradient()
    {
        using var one = ComputeThreads.Use(1);
        using var scope = TensorScope.Begin();
        input.Gru(gru).Sequence.Sum().Backward();
    }

    private RecurrentWeights Weights(int blocks, ref CounterRandom random)
    {
        Shape[] shapes = [[blocks * Hidden, 1], [blocks * Hidden, Hidden], [blocks * Hidden], [blocks * Hidden]];
        var tensors = new Tensor[shapes.Length];
        for (var i = 0; i < shapes.Length; i++)
        {
            tensors[i] = Tensor.Uniform(shapes[i], -0.1f, 0.1f, ref random);
            tensors[i].RequiresGradient = true;
        }
        return new(tensors[0], tensors[1], tensors[2], tensors[3]);
    }
}

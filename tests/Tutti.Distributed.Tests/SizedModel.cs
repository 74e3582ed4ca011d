using Tutti.Learning.Training;

namespace Tutti.Distributed.Tests;

/// <summary>Parameters of any lengths; gradients that depend on values, step and shard, in the model's own memory.</summary>
internal sealed class SizedModel : IParameterSource
{
    private readonly float[][] values, gradients;
    private int step;

    internal SizedModel(int[] lengths)
    {
        values = [.. lengths.Select(length => new float[length])];
        gradients = [.. lengths.Select(length => new float[length])];
    }

    public int ParameterCount => values.Length;

    public string NameOf(int index) => $"parameter{index}";

    public Span<float> Values(int index) => values[index];

    public Span<float> Gradients(int index) => gradients[index];

    public bool TryBindGradients(int index, Memory<float> memory) => false;

    internal void RunStep(DataParallel strategy)
    {
        for (var position = 0; position < strategy.OwnShards.Length; position++)
        {
            var random = new Random(1000 * step + strategy.OwnShards[position]);
            strategy.BeginShard(position);
            for (var index = 0; index < values.Length; index++)
                for (var i = 0; i < values[index].Length; i++) gradients[index][i] = random.NextSingle() - 0.4f + values[index][i];
            strategy.CompleteShard(position, 1, 1.0 / strategy.ShardCount);
        }
        strategy.CompleteStep(wantsToStop: false);
        step++;
    }

    internal int[] Bits() => [.. values.SelectMany(value => value).Select(BitConverter.SingleToInt32Bits)];
}

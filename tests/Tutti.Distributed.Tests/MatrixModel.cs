using Tutti.Learning.Training;
using Tutti.Tensors;

namespace Tutti.Distributed.Tests;

/// <summary>A matrix and a vector whose gradients tests write themselves.</summary>
internal sealed class MatrixModel(int rows, int columns, int vectorLength) : IParameterSource
{
    private readonly float[][] values = [new float[rows * columns], new float[vectorLength]];
    private readonly Memory<float>[] gradients = [new float[rows * columns], new float[vectorLength]];

    public int ParameterCount => values.Length;

    public string NameOf(int index) => index == 0 ? "matrix" : "vector";

    public Shape ShapeOf(int index) => index == 0 ? [rows, columns] : [vectorLength];

    public Span<float> Values(int index) => values[index];

    public Span<float> Gradients(int index) => gradients[index].Span;

    public bool TryBindGradients(int index, Memory<float> memory)
    {
        gradients[index] = memory;
        return true;
    }

    /// <summary>One step in which shard s has the gradients that <paramref name="gradient"/> gives for (s, parameter); returns the sums.</summary>
    internal float[][] Step(DataParallel strategy, Func<int, int, float[]> gradient)
    {
        for (var position = 0; position < strategy.OwnShards.Length; position++)
        {
            strategy.BeginShard(position);
            for (var index = 0; index < ParameterCount; index++) gradient(strategy.OwnShards[position], index).CopyTo(Gradients(index));
            strategy.CompleteShard(position, weightedLoss: 1, 1.0 / strategy.ShardCount);
        }
        Assert.Equal(strategy.ShardCount, strategy.CompleteStep(wantsToStop: false).Loss);
        return [.. Enumerable.Range(0, ParameterCount).Select(index => Gradients(index).ToArray())];
    }
}

using Tutti.Learning.Modules;
using Tutti.Tensors;

namespace Tutti.Learning.Tests.Training;

/// <summary>Passes its input on and keeps a running mean of it and a count of its calls, as normalisations do while training.</summary>
internal sealed class RunningMean : Module
{
    private readonly Tensor mean, count;

    internal RunningMean(int width)
    {
        mean = AddBuffer("mean", [width]);
        count = AddBuffer("count", [], elementType: ElementType.Int64);
    }

    public override Tensor Forward(Tensor input)
    {
        if (!IsTraining) return input;
        var values = input.AsSpan<float>();
        var means = mean.AsSpan<float>();
        for (var column = 0; column < means.Length; column++)
        {
            var sum = 0f;
            for (var i = column; i < values.Length; i += means.Length) sum += values[i];
            means[column] += 0.1f * (sum / input.Shape[0] - means[column]);
        }
        count.AsSpan<long>()[0]++;
        return input;
    }
}

using Tutti.Tensors.Random;

namespace Tutti.Learning.Modules;

/// <summary>How a parameter's initial values are drawn. Immutable.</summary>
public sealed class Initializer
{
    private readonly float low, high;
    private readonly bool isNormal;
    private Range zeros = 0..0;

    // For a normal distribution, low and high are mean and standard deviation.
    private Initializer(float low, float high, bool isNormal = false)
    {
        this.low = low;
        this.high = high;
        this.isNormal = isNormal;
    }

    /// <summary>All values 0.</summary>
    public static Initializer Zeros { get; } = new(0, 0);

    /// <summary>All values 1.</summary>
    public static Initializer Ones { get; } = new(1, 1);

    /// <summary>
    /// Uniform in ±1/√fanIn: what PyTorch gives linear and convolutional layers (He et al. 2015, "Delving deep into rectifiers", with
    /// a = √5 for the weights, and the same bound for the bias).
    /// </summary>
    /// <param name="fanIn">How many inputs each output is computed from, at least 1.</param>
    /// <returns>The initializer.</returns>
    public static Initializer FanIn(int fanIn)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fanIn, 1);
        var bound = (float)(1 / Math.Sqrt(fanIn));
        return new Initializer(-bound, bound);
    }

    /// <summary>Uniform in [low, high).</summary>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound, not below the lower.</param>
    /// <returns>The initializer.</returns>
    public static Initializer Uniform(float low, float high)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(high, low);
        return new Initializer(low, high);
    }

    /// <summary>Normally distributed.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="deviation">The standard deviation, at least 0.</param>
    /// <returns>The initializer.</returns>
    public static Initializer Normal(float mean, float deviation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(deviation);
        return new Initializer(mean, deviation, isNormal: true);
    }

    /// <summary>The same, but for a stretch of values that are 0.</summary>
    internal Initializer WithZeros(int start, int count) => new(low, high, isNormal) { zeros = start..(start + count) };

    internal void Fill(Span<float> values, ref CounterRandom random)
    {
        Draw(values, ref random);
        values[zeros].Clear();
    }

    private void Draw(Span<float> values, ref CounterRandom random)
    {
        if (isNormal)
        {
            foreach (ref var value in values) value = low + high * random.NextNormal();
            return;
        }
        if (low == high)
        {
            values.Fill(low);
            return;
        }
        foreach (ref var value in values) value = low + (high - low) * random.NextSingle();
    }
}

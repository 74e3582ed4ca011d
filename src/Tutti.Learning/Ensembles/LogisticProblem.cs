using System.Numerics.Tensors;

namespace Tutti.Learning.Ensembles;

/// <summary>
/// Multinomial logistic regression with a quadratic penalty, a convex problem. Weights <c>[C, F]</c> stand before the biases <c>[C]</c>.
/// Solved by L-BFGS with halving steps (Armijo): MathNet's minimisers throw where a line search can go no further, which close to the
/// optimum is the ordinary end.
/// </summary>
internal sealed class LogisticProblem(double[] inputs, long[] labels, int width, int classCount, double penalty)
{
    private const int MemoryCount = 10, MostHalvings = 40;
    private const double SmallGradient = 1e-5, Decrease = 1e-4;

    private int Size => classCount * (width + 1);

    internal (double[] Weights, double[] Biases) Solve(int maxIterations)
    {
        var (at, gradient) = (new double[Size], new double[Size]);
        var value = Evaluate(at, gradient);
        var memory = new List<(double[] Step, double[] Change, double Scale)>();
        for (var iteration = 0; iteration < maxIterations && TensorPrimitives.MaxMagnitude<double>(gradient) is var largest && Math.Abs(largest) > SmallGradient; iteration++)
        {
            var direction = Direction(gradient, memory);
            var slope = TensorPrimitives.Dot<double>(direction, gradient);
            if (LineSearch(at, value, direction, slope, memory.Count == 0) is not { } next) break;
            Remember(memory, at, next.At, gradient, next.Gradient);
            (at, gradient, value) = next;
        }
        return (at[..(classCount * width)], at[(classCount * width)..]);
    }

    /// <summary>The mean of the losses with the penalty, and its gradient.</summary>
    internal double Evaluate(double[] at, double[] gradient)
    {
        Array.Clear(gradient);
        var (loss, logits) = (0.0, new double[classCount]);
        for (var row = 0; row < labels.Length; row++)
        {
            var input = inputs.AsSpan(row * width, width);
            for (var own = 0; own < classCount; own++)
                logits[own] = at[classCount * width + own] + TensorPrimitives.Dot<double>(at.AsSpan(own * width, width), input);
            Softmax.Apply(logits);
            loss -= Math.Log(Math.Max(logits[labels[row]], double.Epsilon));
            logits[labels[row]] -= 1;
            for (var own = 0; own < classCount; own++)
            {
                var part = gradient.AsSpan(own * width, width);
                TensorPrimitives.MultiplyAdd(input, logits[own], part, part);
                gradient[classCount * width + own] += logits[own];
            }
        }
        var weights = at.AsSpan(0, classCount * width);
        TensorPrimitives.MultiplyAdd(weights, penalty, gradient.AsSpan(0, weights.Length), gradient.AsSpan(0, weights.Length));
        TensorPrimitives.Divide(gradient, labels.Length, gradient);
        return (loss + penalty / 2 * TensorPrimitives.SumOfSquares<double>(weights)) / labels.Length;
    }

    // The two-loop recursion: the inverse Hessian as the last steps and changes of the gradient suggest it, times −gradient.
    private static double[] Direction(double[] gradient, List<(double[] Step, double[] Change, double Scale)> memory)
    {
        double[] direction = [.. gradient.Select(value => -value)];
        var factors = new double[memory.Count];
        for (var i = memory.Count - 1; i >= 0; i--)
        {
            factors[i] = memory[i].Scale * TensorPrimitives.Dot<double>(memory[i].Step, direction);
            TensorPrimitives.MultiplyAdd(memory[i].Change, -factors[i], direction, direction);
        }
        if (memory.Count > 0)
            TensorPrimitives.Multiply(direction, 1 / (memory[^1].Scale * TensorPrimitives.SumOfSquares<double>(memory[^1].Change)), direction);
        for (var i = 0; i < memory.Count; i++)
        {
            var back = memory[i].Scale * TensorPrimitives.Dot<double>(memory[i].Change, direction);
            TensorPrimitives.MultiplyAdd(memory[i].Step, factors[i] - back, direction, direction);
        }
        return direction;
    }

    private (double[] At, double[] Gradient, double Value)? LineSearch(double[] at, double value, double[] direction, double slope, bool isFirst)
    {
        if (!(slope < 0)) return null;
        // Nothing is known of the scale at first: a step of length 1.
        var length = isFirst ? Math.Min(1, 1 / TensorPrimitives.Norm<double>(direction)) : 1;
        for (var halving = 0; halving < MostHalvings; halving++, length /= 2)
        {
            var (next, gradient) = (new double[Size], new double[Size]);
            TensorPrimitives.MultiplyAdd(direction, length, at, next);
            var reached = Evaluate(next, gradient);
            if (reached <= value + Decrease * length * slope && reached < value) return (next, gradient, reached);
        }
        return null;
    }

    private static void Remember(List<(double[] Step, double[] Change, double Scale)> memory, double[] at, double[] next, double[] gradient, double[] nextGradient)
    {
        var (step, change) = (new double[at.Length], new double[at.Length]);
        TensorPrimitives.Subtract<double>(next, at, step);
        TensorPrimitives.Subtract<double>(nextGradient, gradient, change);
        var curvature = TensorPrimitives.Dot<double>(step, change);
        if (!(curvature > 0)) return;
        if (memory.Count == MemoryCount) memory.RemoveAt(0);
        memory.Add((step, change, 1 / curvature));
    }
}

using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>Optimizer steps, parameter by parameter.</summary>
internal static class Optimizers
{
    internal static void Sgd<T>(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> momentumBuffer, in SgdSettings settings)
        where T : IFloatingPointIeee754<T>
    {
        var (rate, decay) = (T.CreateTruncating(settings.LearningRate), T.CreateTruncating(settings.WeightDecay));
        var (momentum, share) = (T.CreateTruncating(settings.Momentum), T.CreateTruncating(1 - settings.Dampening));
        for (var i = 0; i < parameters.Length; i++)
        {
            var g = gradients[i] + decay * parameters[i];
            var step = g;
            if (!momentumBuffer.IsEmpty)
            {
                var b = momentumBuffer[i] = settings.IsFirstStep ? g : momentum * momentumBuffer[i] + share * g;
                step = settings.IsNesterov ? g + momentum * b : b;
            }
            parameters[i] -= rate * step;
        }
    }

    internal static void Adam<T>(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> mean, Span<T> variance, Span<T> largestVariance,
        in AdamSettings settings) where T : IFloatingPointIeee754<T>
    {
        var (beta1, beta2) = (T.CreateTruncating(settings.Beta1), T.CreateTruncating(settings.Beta2));
        var (share1, share2) = (T.CreateTruncating(1 - settings.Beta1), T.CreateTruncating(1 - settings.Beta2));
        var rate = T.CreateTruncating(settings.LearningRate / settings.BiasCorrection1);
        var (scale, epsilon) = (T.CreateTruncating(1 / Math.Sqrt(settings.BiasCorrection2)), T.CreateTruncating(settings.Epsilon));
        var shrink = T.CreateTruncating(settings.IsDecoupled ? 1 - settings.LearningRate * settings.WeightDecay : 1);
        var decay = T.CreateTruncating(settings.IsDecoupled ? 0 : settings.WeightDecay);
        for (var i = 0; i < parameters.Length; i++)
        {
            var p = parameters[i] * shrink;
            var g = gradients[i] + decay * p;
            var m = mean[i] = beta1 * mean[i] + share1 * g;
            var v = variance[i] = beta2 * variance[i] + share2 * (g * g);
            if (!largestVariance.IsEmpty) v = largestVariance[i] = T.Max(largestVariance[i], v);
            parameters[i] = p - rate * (m / (T.Sqrt(v) * scale + epsilon));
        }
    }

    internal static void RmsProp<T>(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> variance, Span<T> mean, Span<T> momentumBuffer,
        in RmsPropSettings settings) where T : IFloatingPointIeee754<T>
    {
        var (rate, decay) = (T.CreateTruncating(settings.LearningRate), T.CreateTruncating(settings.WeightDecay));
        var (alpha, share) = (T.CreateTruncating(settings.Alpha), T.CreateTruncating(1 - settings.Alpha));
        var (momentum, epsilon) = (T.CreateTruncating(settings.Momentum), T.CreateTruncating(settings.Epsilon));
        for (var i = 0; i < parameters.Length; i++)
        {
            var g = gradients[i] + decay * parameters[i];
            var v = variance[i] = alpha * variance[i] + share * (g * g);
            if (!mean.IsEmpty)
            {
                var a = mean[i] = alpha * mean[i] + share * g;
                // Where gradients hardly change the difference is rounding, which may be negative.
                v = T.Max(T.Zero, v - a * a);
            }
            var step = g / (T.Sqrt(v) + epsilon);
            if (!momentumBuffer.IsEmpty) step = momentumBuffer[i] = momentum * momentumBuffer[i] + step;
            parameters[i] -= rate * step;
        }
    }

    internal static void Adagrad<T>(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> sum, in AdagradSettings settings)
        where T : IFloatingPointIeee754<T>
    {
        var (rate, decay) = (T.CreateTruncating(settings.LearningRate), T.CreateTruncating(settings.WeightDecay));
        var epsilon = T.CreateTruncating(settings.Epsilon);
        for (var i = 0; i < parameters.Length; i++)
        {
            var g = gradients[i] + decay * parameters[i];
            var s = sum[i] += g * g;
            parameters[i] -= rate * (g / (T.Sqrt(s) + epsilon));
        }
    }

    internal static void Adadelta<T>(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> variance, Span<T> updates,
        in AdadeltaSettings settings) where T : IFloatingPointIeee754<T>
    {
        var (rate, decay) = (T.CreateTruncating(settings.LearningRate), T.CreateTruncating(settings.WeightDecay));
        var (rho, share) = (T.CreateTruncating(settings.Rho), T.CreateTruncating(1 - settings.Rho));
        var epsilon = T.CreateTruncating(settings.Epsilon);
        for (var i = 0; i < parameters.Length; i++)
        {
            var g = gradients[i] + decay * parameters[i];
            var v = variance[i] = rho * variance[i] + share * (g * g);
            var d = T.Sqrt(updates[i] + epsilon) / T.Sqrt(v + epsilon) * g;
            updates[i] = rho * updates[i] + share * (d * d);
            parameters[i] -= rate * d;
        }
    }
}

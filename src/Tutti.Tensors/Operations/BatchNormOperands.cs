using Tutti.Tensors.Autograd;

namespace Tutti.Tensors.Operations;

/// <summary>What a batch normalisation is given besides its input.</summary>
internal sealed record BatchNormOperands(
    Tensor? Weight, Tensor? Bias, Tensor? RunningMean, Tensor? RunningVariance, bool IsTraining, double Momentum, double Epsilon,
    IStatisticsExchange? Exchange = null)
{
    private static string Name => Primitives.BatchNorm.Name;

    internal void Check(Tensor input)
    {
        Operand.CheckFloatingPoint(Name, input);
        if (input.Shape.Rank < 2)
            throw new ArgumentException($"{Name}: there are no channels. Got {input}. Expected [N, C] or [N, C, …].");
        CheckChannels(input, Weight, "weight");
        CheckChannels(input, Bias, "bias");
        CheckChannels(input, RunningMean, "running mean");
        CheckChannels(input, RunningVariance, "running variance");
        if (RunningMean is null != RunningVariance is null)
            throw new ArgumentException($"{Name}: one running statistic is missing. Expected mean and variance, or neither.");
        if (RunningMean is { TracksGradient: true } || RunningVariance is { TracksGradient: true })
            throw new ArgumentException(
                $"{Name}: no gradient flows to running statistics. Expected tensors that track none. Call Detach() first.");
        if (!IsTraining && RunningMean is null)
            throw new ArgumentException($"{Name}: nothing to normalise with. Got no running statistics. Expected them, or isTraining.");
        if (!(Momentum is >= 0 and <= 1))
            throw new ArgumentException($"{Name}: momentum is out of range. Got {Momentum}. Expected 0 to 1.");
        if (!(Epsilon >= 0 && double.IsFinite(Epsilon)))
            throw new ArgumentException($"{Name}: epsilon is out of range. Got {Epsilon}. Expected a finite number, at least 0.");
        // Of several parts of a batch one may have a single number.
        if (IsTraining && Exchange is null && input.Shape[1] > 0 && input.ElementCount / input.Shape[1] < 2)
            throw new ArgumentException(
                $"{Name}: one number a channel has no variance. Got {input} to train on. Expected at least 2 numbers. Use larger batches.");
    }

    private static void CheckChannels(Tensor input, Tensor? tensor, string what)
    {
        if (tensor is null) return;
        Operand.CheckSameType(Name, input, tensor);
        if (tensor.Shape != [input.Shape[1]] || !tensor.IsContiguous)
            throw new ArgumentException(
                $"{Name}: the {what} does not fit the channels. Got {tensor} for {input}. Expected [{input.Shape[1]}], contiguous.");
    }
}

/// <summary>
/// What the gradient of a batch normalisation needs: whether the statistics are the batch's own, which operands there are, how many rows
/// the statistics are of, and how they are brought together if these are not all on this part.
/// </summary>
internal sealed record BatchNormAttributes(bool IsTraining, bool HasWeight, bool HasBias, double RowCount, IStatisticsExchange? Exchange)
{
    internal int BiasIndex => HasWeight ? 2 : 1;
}

using System.Globalization;
using Tutti.Tensors;

namespace Tutti.Learning.Data.Transforms;

/// <summary>Transforms one after the other: each is fitted on, and applied to, what the one before it gives.</summary>
public sealed class TransformPipeline : Transform
{
    internal const string KindName = "pipeline";

    /// <summary>Makes a pipeline.</summary>
    /// <param name="steps">The transforms, at least one. They belong to the pipeline from now on.</param>
    /// <exception cref="ArgumentException">There are none, or one occurs twice.</exception>
    public TransformPipeline(params Transform[] steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (steps.Length == 0 || steps.Distinct().Count() != steps.Length)
            throw new ArgumentException(
                $"TransformPipeline: impossible steps. Got {steps.Length}, {steps.Distinct().Count()} of them different. " +
                "Expected at least one, each of its own.", nameof(steps));
        Steps = [.. steps];
    }

    /// <summary>The transforms, in the order in which they are applied.</summary>
    public IReadOnlyList<Transform> Steps { get; }

    /// <inheritdoc/>
    public override int OutputWidth => Steps[^1].OutputWidth;

    internal override string Kind => KindName;

    internal static TransformPipeline Read(TransformState state, string prefix)
    {
        // Each step takes several entries of the file, so that the file itself bounds the number that is believed.
        if (!int.TryParse(state.Text(prefix + "steps"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1)
            throw new InvalidDataException(
                $"Transform: an impossible number of steps. Got '{state.Text(prefix + "steps")}'. Expected at least 1.");
        var steps = new List<Transform>();
        for (var step = 0; step < count; step++) steps.Add(TransformKinds.Read(state, $"{prefix}{step}."));
        for (var step = 1; step < count; step++)
            if (steps[step].InputWidth != steps[step - 1].OutputWidth)
                throw new InvalidDataException(
                    $"Transform: the steps do not fit together. Got a width of {steps[step - 1].OutputWidth} for step {step}. " +
                    $"Expected {steps[step].InputWidth}.");
        var pipeline = new TransformPipeline([.. steps]);
        pipeline.MarkFitted(steps[0].InputWidth);
        return pipeline;
    }

    internal override void Write(TransformState state, string prefix)
    {
        state.Add(prefix + "steps", Steps.Count.ToString(CultureInfo.InvariantCulture));
        for (var step = 0; step < Steps.Count; step++) TransformKinds.Write(Steps[step], state, $"{prefix}{step}.");
    }

    private protected override void FitChecked(Tensor samples)
    {
        for (var step = 0; step < Steps.Count; step++)
        {
            Steps[step].Fit(samples);
            if (step + 1 < Steps.Count) samples = Steps[step].Apply(samples);
        }
    }

    private protected override Tensor ApplyChecked(Tensor samples) => Steps.Aggregate(samples, (current, step) => step.Apply(current));

    private protected override Tensor InverseChecked(Tensor transformed) =>
        Steps.Reverse().Aggregate(transformed, (current, step) => step.Inverse(current));
}

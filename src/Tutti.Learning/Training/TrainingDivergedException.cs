namespace Tutti.Learning.Training;

/// <summary>The loss is no longer a number, so that going on would be pointless. The parameters are those before the step.</summary>
public sealed class TrainingDivergedException : Exception
{
    internal TrainingDivergedException(long step, float loss, string? parameterName)
        : base($"Training: the loss is {loss} in step {step}. Got {Describe(parameterName)}. Expected finite numbers. " +
               "Lower the learning rate, or check the data for values that are no numbers; the last checkpoint is kept.")
    {
        Step = step;
        ParameterName = parameterName;
    }

    /// <summary>The step whose loss it was, from 1.</summary>
    public long Step { get; }

    /// <summary>The first parameter that holds a NaN or an infinity in its values or its gradient; null if none does.</summary>
    public string? ParameterName { get; }

    private static string Describe(string? parameterName) =>
        parameterName is null ? "finite parameters and gradients" : $"a NaN or infinity first in parameter '{parameterName}'";
}

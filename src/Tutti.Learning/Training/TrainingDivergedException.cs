namespace Tutti.Learning.Training;

/// <summary>
/// The loss or a parameter is no longer a finite number, so that going on would be pointless. Whoever keeps checkpoints has not been told of the
/// epoch, so that none of them holds such numbers.
/// </summary>
public sealed class TrainingDivergedException : Exception
{
    internal TrainingDivergedException(long step, float loss, string? parameterName)
        : base($"Training: the loss is {loss} in step {step}. Got {Describe(parameterName)}. Expected finite numbers. " +
               "Lower the learning rate, or check the data for values that are no numbers. Checkpoints of epochs before are kept.")
    {
        Step = step;
        ParameterName = parameterName;
    }

    internal TrainingDivergedException(long step, string parameterName)
        : base($"Training: the weights are no longer finite after step {step}. Got {Describe(parameterName)}. Expected finite numbers. " +
               "Lower the learning rate. Checkpoints of epochs before are kept.")
    {
        Step = step;
        ParameterName = parameterName;
    }

    /// <summary>The step whose loss it was, or that broke the parameter, from 1.</summary>
    public long Step { get; }

    /// <summary>The first parameter that holds a NaN or an infinity in its values or its gradient; null if none does.</summary>
    public string? ParameterName { get; }

    private static string Describe(string? parameterName) =>
        parameterName is null ? "finite parameters and gradients" : $"a NaN or infinity first in parameter '{parameterName}'";
}

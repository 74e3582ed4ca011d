namespace Tutti.Learning.Training;

/// <summary>
/// What a worker's replica takes between steps, counted from the memory that there is: not what a forward pass keeps until its backward
/// pass, nor what transports stage.
/// </summary>
/// <param name="ParameterBytes">The parameters' values.</param>
/// <param name="GradientBytes">Gradients; see <see cref="ITrainingStrategy.GradientBytes"/>.</param>
/// <param name="OptimizerBytes">What the optimizer remembers; 0 before the first step.</param>
public sealed record TrainingMemory(long ParameterBytes, long GradientBytes, long OptimizerBytes)
{
    /// <summary>All of it.</summary>
    public long TotalBytes => ParameterBytes + GradientBytes + OptimizerBytes;
}

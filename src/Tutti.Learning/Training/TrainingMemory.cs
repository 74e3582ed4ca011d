namespace Tutti.Learning.Training;

/// <summary>
/// What a worker's replica takes between steps, counted from the memory that there is: not what a forward pass keeps until its backward
/// pass, nor what transports stage.
/// </summary>
/// <param name="ParameterBytes">The parameters' values.</param>
/// <param name="GradientBytes">Gradients; see <see cref="ITrainingStrategy.GradientBytes"/>.</param>
/// <param name="OptimizerBytes">What the optimizer remembers; 0 before the first step.</param>
/// <param name="PeakGradientBytes">
/// The most that gradients took at a time, within steps; see <see cref="ITrainingStrategy.PeakGradientBytes"/>.
/// </param>
public sealed record TrainingMemory(long ParameterBytes, long GradientBytes, long OptimizerBytes, long PeakGradientBytes)
{
    /// <summary>All that is held between steps.</summary>
    public long TotalBytes => ParameterBytes + GradientBytes + OptimizerBytes;
}

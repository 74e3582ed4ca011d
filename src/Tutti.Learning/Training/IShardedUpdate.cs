namespace Tutti.Learning.Training;

/// <summary>
/// The update of a model, divided among the workers of a training: each updates its own part of every parameter, remembers for that part
/// alone, and gets the others' from them (ZeRO: Rajbhandari et al. 2020). From <see cref="ITrainingStrategy.DivideUpdate"/>. A step is:
/// <see cref="ITrainingStrategy.CompleteStep"/>, the update of <see cref="Own"/>, <see cref="ShareValues"/>. Not thread-safe.
/// </summary>
public interface IShardedUpdate
{
    /// <summary>
    /// What this worker updates: all parameters of the model, in its order and with its names, and of each the own part of values and
    /// summed gradients, which may be empty.
    /// </summary>
    IParameterSource Own { get; }

    /// <summary>Where the own part of a parameter begins.</summary>
    /// <param name="parameter">The parameter's index.</param>
    /// <returns>An element of the parameter; how many follow, <see cref="Own"/> says.</returns>
    int StartOf(int parameter);

    /// <summary>
    /// Gives every worker the values that the others have updated. Collective; after the update. Gradients are gone then.
    /// </summary>
    void ShareValues();

    /// <summary>
    /// The Euclidean norm of all gradients of the step together: the bits of
    /// <see cref="Optimizers.GradientClipping.ByNorm(IParameterSource, double)"/> on the whole model. Collective.
    /// </summary>
    /// <returns>The norm, the same on every worker; NaN or infinite if a gradient is.</returns>
    double GradientNorm();

    /// <summary>Joins all workers' parts of what belongs to a parameter on rank 0. Collective.</summary>
    /// <param name="parameter">The parameter's index.</param>
    /// <param name="own">As many numbers as the own part of the parameter has.</param>
    /// <returns>On rank 0 as many numbers as the parameter has; elsewhere none.</returns>
    float[] Join(int parameter, ReadOnlySpan<float> own);
}

using Tutti.Tensors;

namespace Tutti.Learning.Training;

/// <summary>
/// A model as strategies see it: named parameters and their gradients as flat spans, in a fixed order that is the same on every rank.
/// A network of Tutti modules is one; an adapter for another tensor library is a page of user code.
/// Not thread-safe: used by the worker that owns the model.
/// </summary>
public interface IParameterSource
{
    /// <summary>How many parameter tensors the model has.</summary>
    int ParameterCount { get; }

    /// <summary>The parameter's name, unique in the model, for instance <c>0.weight</c>.</summary>
    /// <param name="index">0 … ParameterCount − 1.</param>
    /// <returns>The name.</returns>
    string NameOf(int index);

    /// <summary>The parameter's values, row-major. Writing to the span changes the model.</summary>
    /// <param name="index">0 … ParameterCount − 1.</param>
    /// <returns>A view, valid while the model lives.</returns>
    Span<float> Values(int index);

    /// <summary>The parameter's shape, for what looks at parameters as matrices. By default one dimension, as long as <see cref="Values"/>.</summary>
    /// <param name="index">0 … ParameterCount − 1.</param>
    /// <returns>As many elements as the values are.</returns>
    Shape ShapeOf(int index) => [Values(index).Length];

    /// <summary>
    /// The parameter's gradient, as long as <see cref="Values"/>; all zeros if the last backward pass did not reach the parameter.
    /// </summary>
    /// <param name="index">0 … ParameterCount − 1.</param>
    /// <returns>A view, valid until gradients are bound elsewhere.</returns>
    Span<float> Gradients(int index);

    /// <summary>
    /// Asks that from now on the parameter's gradient be computed straight into the given memory, so that a transport need not copy it.
    /// What lies there is the gradient until the next backward pass writes a new one.
    /// Binding neither reads nor writes the memory: until the next backward pass <see cref="Gradients"/> shows what it holds. The backward pass
    /// of a shard must replace what it holds: who runs the steps makes models that add to gradients forget them between binding and the pass,
    /// as a <see cref="Trainer"/> does with <see cref="Modules.Module.ClearGradients"/>.
    /// </summary>
    /// <param name="index">0 … ParameterCount − 1.</param>
    /// <param name="memory">As long as <see cref="Values"/>, pinnable, owned by the caller, alive until bound elsewhere.</param>
    /// <returns>False if the model cannot; the strategy then copies <see cref="Gradients"/>.</returns>
    bool TryBindGradients(int index, Memory<float> memory);

    /// <summary>
    /// Asks that the parameter's gradient be forgotten and the model hold no memory for it until the next backward pass, which then takes
    /// memory of its own again instead of what was bound.
    /// </summary>
    /// <param name="index">0 … ParameterCount − 1.</param>
    /// <returns>False if the model cannot; then nothing has changed. By default it cannot.</returns>
    bool TryReleaseGradients(int index) => false;
}

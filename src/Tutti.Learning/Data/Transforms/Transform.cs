using Tutti.Tensors;

namespace Tutti.Learning.Data.Transforms;

/// <summary>
/// Something that is learned from the training samples and then applied to any: scaling, projecting. Samples are matrices
/// <c>[N, F]</c> of Float32, a row a sample. Fitting computes in double and is bitwise the same for any number of threads. Applying is
/// thread-safe; fitting is not.
/// </summary>
/// <remarks>Kinds are closed, since a saved transform names its kind: what is not of this assembly could not be loaded.</remarks>
public abstract class Transform
{
    private protected Transform()
    {
    }

    /// <summary>Whether <see cref="Fit"/> or <see cref="Load"/> has been called.</summary>
    public bool IsFitted { get; private protected set; }

    /// <summary>F, the width of the samples it was fitted on; 0 before.</summary>
    public int InputWidth { get; private protected set; }

    /// <summary>The width of the result of <see cref="Apply"/>; 0 before fitting.</summary>
    public abstract int OutputWidth { get; }

    /// <summary>What the kind is called in files.</summary>
    internal abstract string Kind { get; }

    /// <summary>Learns from training samples; what was learned before is forgotten.</summary>
    /// <param name="samples"><c>[N, F]</c> Float32, N ≥ 1, F ≥ 1, all finite.</param>
    /// <returns>This transform.</returns>
    /// <exception cref="ArgumentException">Not such a matrix, or the options ask for what it does not have.</exception>
    public Transform Fit(Tensor samples)
    {
        Check(samples, "Fit");
        if (samples.Shape[0] == 0 || samples.Shape[1] == 0)
            throw new ArgumentException(
                $"{GetType().Name}.Fit: nothing to learn from. Got {samples.Shape}. Expected at least one row and one column.");
        samples = samples.Contiguous();
        CheckFinite(samples);
        FitChecked(samples);
        InputWidth = samples.Shape[1];
        IsFitted = true;
        GC.KeepAlive(samples);
        return this;
    }

    /// <summary>Transforms samples.</summary>
    /// <param name="samples"><c>[M, F]</c> Float32.</param>
    /// <returns>A new tensor <c>[M, OutputWidth]</c>, without a gradient.</returns>
    /// <exception cref="ArgumentException">Not such a matrix.</exception>
    /// <exception cref="InvalidOperationException">Not fitted.</exception>
    public Tensor Apply(Tensor samples) => Run(samples, InputWidth, "Apply", ApplyChecked);

    /// <summary>Undoes <see cref="Apply"/>, as far as that is possible.</summary>
    /// <param name="transformed"><c>[M, OutputWidth]</c> Float32.</param>
    /// <returns>A new tensor <c>[M, F]</c>, without a gradient.</returns>
    /// <exception cref="ArgumentException">Not such a matrix.</exception>
    /// <exception cref="InvalidOperationException">Not fitted.</exception>
    public Tensor Inverse(Tensor transformed) => Run(transformed, OutputWidth, "Inverse", InverseChecked);

    /// <summary>Writes what was learned to a safetensors file; the previous file survives whatever goes wrong.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="InvalidOperationException">Not fitted.</exception>
    /// <exception cref="IOException">The file could not be written; the previous one is unchanged.</exception>
    public void Save(string path)
    {
        CheckFitted("Save");
        var state = new TransformState();
        TransformKinds.Write(this, state, "");
        state.Save(path);
    }

    /// <summary>Reads a transform that <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The fitted transform, of its own type.</returns>
    /// <exception cref="InvalidDataException">The file is no safetensors file, or holds no transform.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Transform Load(string path) => TransformKinds.Read(TransformState.Load(path), "");

    private protected abstract void FitChecked(Tensor samples);

    private protected abstract Tensor ApplyChecked(Tensor samples);

    private protected abstract Tensor InverseChecked(Tensor transformed);

    /// <summary>Puts what was learned, and the options, into a state.</summary>
    internal abstract void Write(TransformState state, string prefix);

    private protected void MarkFitted(int inputWidth) => (InputWidth, IsFitted) = (inputWidth, true);

    private Tensor Run(Tensor samples, int width, string operation, Func<Tensor, Tensor> run)
    {
        CheckFitted(operation);
        Check(samples, operation);
        if (samples.Shape[1] != width)
            throw new ArgumentException(
                $"{GetType().Name}.{operation}: another width. Got {samples.Shape}. Expected [M, {width}], as it was fitted.");
        samples = samples.Contiguous();
        var result = run(samples);
        GC.KeepAlive(samples);
        return result;
    }

    private void Check(Tensor samples, string operation)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Shape.Rank != 2 || samples.ElementType != ElementType.Float32)
            throw new ArgumentException(
                $"{GetType().Name}.{operation}: no matrix of floats. Got {samples}. Expected Float32 [N, F]. Reshape the samples.");
    }

    private void CheckFitted(string operation)
    {
        if (!IsFitted)
            throw new InvalidOperationException(
                $"{GetType().Name}.{operation}: nothing was learned yet. Call Fit with the training samples first.");
    }

    private void CheckFinite(Tensor samples)
    {
        var values = samples.AsSpan<float>();
        for (var i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i]))
                throw new ArgumentException(
                    $"{GetType().Name}.Fit: a value is not finite. Got {values[i]} in row {i / samples.Shape[1]}, column " +
                    $"{i % samples.Shape[1]}. Expected finite numbers. Drop or fill missing values first.");
    }
}

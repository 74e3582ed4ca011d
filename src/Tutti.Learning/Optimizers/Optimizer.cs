using Tutti.Learning.Training;
using Tutti.Tensors;

namespace Tutti.Learning.Optimizers;

/// <summary>
/// Changes parameters along their gradients. Attach it to a model once; then each <see cref="Step"/> updates every parameter.
/// The update of a parameter depends on nothing but its own values, gradients and state, so the bits are the same on every rank.
/// Not thread-safe.
/// </summary>
public abstract class Optimizer
{
    private readonly List<(string Name, Tensor[] Values)> states = [];
    private IParameterSource? model;

    /// <summary>Makes an optimizer.</summary>
    /// <param name="learningRate">The factor of each step, greater than 0 and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is not.</exception>
    protected Optimizer(double learningRate) => LearningRate = learningRate;

    /// <summary>The factor of each step. May change between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to 0, a negative number, an infinity or NaN.</exception>
    public double LearningRate
    {
        get;
        set => field = value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(LearningRate), value,
            $"{GetType().Name}: the learning rate makes no sense. Got {value}. Expected a finite number greater than 0.");
    }

    /// <summary>How many steps were made.</summary>
    public long StepCount { get; internal set; }

    /// <summary>One word for records, for instance <c>adam</c>.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// What the optimizer remembers of each parameter, for instance <c>momentum.0.weight</c>: for checkpoints. Empty before the first step.
    /// </summary>
    public IEnumerable<(string Name, Tensor Value)> State
    {
        get
        {
            foreach (var (name, values) in states)
                for (var index = 0; index < values.Length; index++) yield return ($"{name}.{model!.NameOf(index)}", values[index]);
        }
    }

    /// <summary>Chooses the model whose parameters are updated. The optimizer's memory starts anew.</summary>
    /// <param name="model">The model.</param>
    public void Attach(IParameterSource model)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        states.Clear();
        StepCount = 0;
    }

    internal void RestoreState(long stepCount, IReadOnlyList<(string Name, Tensor Value)> state)
    {
        foreach (var (name, value) in state)
        {
            var dot = name.IndexOf('.');
            var index = Enumerable.Range(0, model!.ParameterCount).First(i => model.NameOf(i) == name[(dot + 1)..]);
            value.AsSpan<float>().CopyTo(StateOf(name[..dot], index));
        }
        StepCount = stepCount;
    }

    /// <summary>Updates all parameters from their gradients, which stay as they are.</summary>
    /// <exception cref="InvalidOperationException">No model was attached.</exception>
    public void Step()
    {
        if (model is null)
            throw new InvalidOperationException($"{GetType().Name}: nothing to update. Got a step without a model. Expected Attach(model) first; a Trainer does it.");
        StepCount++;
        for (var index = 0; index < model.ParameterCount; index++)
            Update(index, model.Values(index), model.Gradients(index));
    }

    /// <summary>Updates one parameter.</summary>
    /// <param name="index">Which parameter; the index for <see cref="StateOf"/>.</param>
    /// <param name="values">Its values, to be changed.</param>
    /// <param name="gradients">Its gradients.</param>
    protected abstract void Update(int index, Span<float> values, ReadOnlySpan<float> gradients);

    /// <summary>What the optimizer remembers of a parameter: as many numbers as it has values, zeros at first.</summary>
    /// <param name="name">The memory's name, for instance <c>momentum</c>.</param>
    /// <param name="index">Which parameter.</param>
    /// <returns>The numbers themselves; changes stay.</returns>
    protected Span<float> StateOf(string name, int index)
    {
        foreach (var (present, values) in states)
            if (present == name) return values[index].AsSpan<float>();
        var made = new Tensor[model!.ParameterCount];
        for (var i = 0; i < made.Length; i++) made[i] = Tensor.Zeros([model.Values(i).Length]).Keep();
        states.Add((name, made));
        return made[index].AsSpan<float>();
    }
}

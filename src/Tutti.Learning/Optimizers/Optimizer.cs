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
    private readonly OptimizerMemory[] memories;
    private IParameterSource? model;

    /// <summary>Makes an optimizer.</summary>
    /// <param name="learningRate">The factor of each step, greater than 0 and finite.</param>
    /// <param name="momentum">
    /// How much of the former direction each step keeps, 0 ≤ momentum &lt; 1; null if the optimizer knows no momentum.
    /// </param>
    /// <param name="memories">
    /// The names of all memories that <see cref="StateOf"/> may be asked for, without dots, for instance <c>momentum</c>. Null: none.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate or the momentum is not.</exception>
    protected Optimizer(double learningRate, double? momentum = null, IReadOnlyList<string>? memories = null)
    {
        if (learningRate == 0) ThrowRate(learningRate, "greater than 0");
        LearningRate = learningRate;
        KnowsMomentum = momentum is not null;
        if (momentum is { } given) Momentum = given;
        this.memories = [.. (memories ?? []).Select(name => new OptimizerMemory(name))];
    }

    /// <summary>The factor of each step, at least 0 and finite. May change between steps; with 0 a step moves nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative number, an infinity or NaN.</exception>
    public double LearningRate
    {
        get;
        set
        {
            if (!(value >= 0 && double.IsFinite(value))) ThrowRate(value, "of at least 0");
            field = value;
        }
    }

    /// <summary>Whether the optimizer has a <see cref="Momentum"/>.</summary>
    public bool KnowsMomentum { get; }

    /// <summary>
    /// How much of the former direction each step keeps: the momentum of <see cref="Sgd"/> and <see cref="RmsProp"/>, β₁ of
    /// <see cref="Adam"/> and <see cref="Lamb"/>; 0 for the others. May change between steps.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a number that is not 0 ≤ momentum &lt; 1.</exception>
    /// <exception cref="InvalidOperationException">Set on an optimizer that knows none.</exception>
    public double Momentum
    {
        get;
        set
        {
            if (!KnowsMomentum)
                throw new InvalidOperationException(
                    $"{GetType().Name}: knows no momentum. Got {value}. Expected Sgd, RmsProp, Adam or Lamb. " +
                    "Cycle the learning rate alone.");
            if (!(value is >= 0 and < 1))
                throw new ArgumentOutOfRangeException(nameof(Momentum), value,
                    $"{GetType().Name}: the momentum is out of range. Got {value}. Expected 0 ≤ momentum < 1.");
            field = value;
        }
    }

    /// <summary>How many steps were made.</summary>
    public long StepCount { get; private set; }

    /// <summary>One word for records, for instance <c>adam</c>.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Whether the update of an element depends on nothing but that element's own value, gradient and memory, so that a part of a parameter,
    /// updated alone, gets the same bits. By default it may depend on the whole parameter.
    /// </summary>
    public virtual bool IsElementwise => false;

    /// <summary>How many bytes the optimizer's memory takes now; 0 before the first step.</summary>
    public long StateBytes => memories.Sum(memory => memory.Values.Sum(value => (long)value.ElementCount * sizeof(float)));

    /// <summary>The memories that there are: those that a step has asked for.</summary>
    internal IEnumerable<OptimizerMemory> Memories => memories.Where(memory => memory.Values.Length > 0);

    /// <summary>
    /// What the optimizer remembers of each parameter, for instance <c>momentum.0.weight</c>: for checkpoints, together with
    /// <see cref="StepCount"/>. The tensors themselves, Float32 with one dimension. Empty before the first step.
    /// </summary>
    public IEnumerable<(string Name, Tensor Value)> State
    {
        get
        {
            foreach (var memory in memories)
                for (var index = 0; index < memory.Values.Length; index++) yield return (Key(memory, index), memory.Values[index]);
        }
    }

    /// <summary>Chooses the model whose parameters are updated. The optimizer's memory starts anew.</summary>
    /// <param name="model">The model.</param>
    public void Attach(IParameterSource model)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        foreach (var memory in memories) memory.Forget();
        StepCount = 0;
    }

    /// <summary>
    /// Goes back to where another optimizer with the same options stood, so that the next step gives the same bits as its next step.
    /// Learning rate and momentum, which schedules set, are not part of it. Everything is checked before anything changes.
    /// </summary>
    /// <param name="stepCount">Its <see cref="StepCount"/>.</param>
    /// <param name="state">
    /// Its <see cref="State"/>, in any order: Float32 tensors, each with as many elements as its parameter has values. They are copied.
    /// </param>
    /// <exception cref="InvalidOperationException">No model was attached.</exception>
    /// <exception cref="ArgumentException">
    /// The step count is negative; a name is unknown or comes twice, a tensor does not fit its parameter, or a memory is not there for
    /// every parameter, or at all although a step needs it.
    /// </exception>
    public void RestoreState(long stepCount, IEnumerable<(string Name, Tensor Value)> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (model is null) ThrowNotAttached("state to restore");
        if (stepCount < 0)
            throw new ArgumentException($"{GetType().Name}: the step count is negative. Got {stepCount}. Expected at least 0.");
        var required = stepCount == 0 ? [] : memories.Where(memory => Needs(memory.Name)).Select(memory => memory.Name).ToHashSet();
        var restored = new OptimizerStateReader(GetType().Name, model, [.. memories.Select(memory => memory.Name)]).Read(state, required);
        for (var i = 0; i < memories.Length; i++) memories[i].Restore(restored[i]);
        StepCount = stepCount;
    }

    /// <summary>Updates all parameters from their gradients, which stay as they are.</summary>
    /// <exception cref="InvalidOperationException">No model was attached.</exception>
    public void Step()
    {
        if (model is null) ThrowNotAttached("step");
        StepCount++;
        for (var index = 0; index < model.ParameterCount; index++)
            Update(index, model.Values(index), model.Gradients(index));
    }

    /// <summary>Updates one parameter.</summary>
    /// <param name="index">Which parameter; the index for <see cref="StateOf"/>.</param>
    /// <param name="values">Its values, to be changed.</param>
    /// <param name="gradients">Its gradients.</param>
    protected abstract void Update(int index, Span<float> values, ReadOnlySpan<float> gradients);

    /// <summary>
    /// Whether every step with the options and momentum of now uses a memory, so that a state without it cannot be gone on from. By default
    /// every memory is needed.
    /// </summary>
    /// <param name="memory">One of the names given to the constructor.</param>
    /// <returns>True if it is needed.</returns>
    protected virtual bool Needs(string memory) => true;

    /// <summary>What the optimizer remembers of a parameter: as many numbers as it has values.</summary>
    /// <param name="name">The memory's name, one of those given to the constructor.</param>
    /// <param name="index">Which parameter.</param>
    /// <param name="initialValue">What each number is at first, in the step that asks for the memory for the first time. Default 0.</param>
    /// <returns>The numbers themselves; changes stay.</returns>
    /// <exception cref="ArgumentException">The constructor was not given this name.</exception>
    protected Span<float> StateOf(string name, int index, float initialValue = 0)
    {
        var memory = Find(name);
        if (memory.Values.Length == 0) memory.Begin(model!, initialValue, StepCount);
        return memory.Values[index].AsSpan<float>();
    }

    /// <summary>Whether a memory was asked for in no step before this one.</summary>
    /// <param name="name">The memory's name.</param>
    /// <returns>True in the step that asks for it first.</returns>
    protected bool IsNew(string name) => Find(name) is var memory && (memory.Values.Length == 0 || memory.FirstStep == StepCount);

    private OptimizerMemory Find(string name)
    {
        foreach (var memory in memories)
            if (memory.Name == name) return memory;
        var known = string.Join(", ", memories.Select(memory => memory.Name));
        throw new ArgumentException(
            $"{GetType().Name}: no such memory. Got '{name}'. Expected one of those named to the constructor: {known}.");
    }

    private string Key(OptimizerMemory memory, int index) => $"{memory.Name}.{model!.NameOf(index)}";

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private void ThrowNotAttached(string what) => throw new InvalidOperationException(
        $"{GetType().Name}: nothing to update. Got a {what} without a model. Expected Attach(model) first; a Trainer does it.");

    private void ThrowRate(double value, string expected) => throw new ArgumentOutOfRangeException(nameof(LearningRate), value,
        $"{GetType().Name}: the learning rate makes no sense. Got {value}. Expected a finite number {expected}.");
}

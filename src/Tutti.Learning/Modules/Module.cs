using Tutti.Tensors;
using Tutti.Tensors.Random;

namespace Tutti.Learning.Modules;

/// <summary>
/// A part of a network: parameters, the parts it is made of, and how it turns an input into an output. Write your own by subclassing:
/// make parameters with <see cref="AddParameter"/> and parts with <see cref="Add{TModule}"/> in the constructor, and compute in
/// <see cref="Forward"/>. Parameters are named as in PyTorch's <c>state_dict</c>: the names of the parts, then the parameter's, with dots.
/// Not thread-safe: every worker has its own replica.
/// </summary>
public abstract class Module
{
    private readonly List<Parameter> own = [];
    private readonly List<ModuleBuffer> ownBuffers = [];
    private readonly List<(string Name, Module Module)> parts = [];
    private bool hasValues;

    /// <summary>All parameters, parts included, in the order in which they were added. The order is the same on every replica.</summary>
    public IReadOnlyList<Parameter> Parameters
    {
        get
        {
            var all = new List<Parameter>();
            Collect("", all);
            return all;
        }
    }

    /// <summary>
    /// Tensors that the forward pass keeps without training them, parts included, such as the running statistics of a batch normalisation.
    /// </summary>
    public IReadOnlyList<NamedTensor> Buffers
    {
        get
        {
            var all = new List<NamedTensor>();
            CollectState("", all, withParameters: false);
            return all;
        }
    }

    /// <summary>
    /// Parameters and buffers as a checkpoint holds them, named and ordered as in PyTorch's <c>state_dict</c>: of each module first its
    /// parameters, then its buffers, then its parts.
    /// </summary>
    public IReadOnlyList<NamedTensor> State
    {
        get
        {
            var all = new List<NamedTensor>();
            CollectState("", all, withParameters: true);
            return all;
        }
    }

    /// <summary>How many numbers the parameters hold together; a part that is used twice counts once.</summary>
    public long WeightCount => Parameters.DistinctBy(parameter => parameter.Value).Sum(parameter => (long)parameter.Value.ElementCount);

    /// <summary>Whether the module trains (true, the default) or only answers; some modules, such as dropout, differ.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>
    /// Whether the parameters have values, those of all parts included: <see cref="Initialize"/> was called, or weights were loaded.
    /// <see cref="Forward"/> of the modules that come with Tutti refuses to work before that.
    /// </summary>
    public bool IsInitialized => hasValues || (own.Count == 0 && ownBuffers.Count == 0 && parts.TrueForAll(part => part.Module.IsInitialized));

    /// <summary>Computes the output; recorded for the backward pass unless a <see cref="NoGradient"/> is open.</summary>
    /// <param name="input">Shape and type as the module documents.</param>
    /// <returns>The output.</returns>
    public abstract Tensor Forward(Tensor input);

    /// <summary>
    /// Draws the parameters' initial values. Each parameter has a stream of random numbers of its own, keyed by the seed and its position,
    /// so that the values do not depend on the machine or on who computes them. Values that are there already are lost. A part that is used
    /// twice is drawn at its first position.
    /// </summary>
    /// <param name="seed">The seed.</param>
    public void Initialize(ulong seed)
    {
        Forget();
        InitializeRest(seed);
    }

    /// <summary>Says whether the module and its parts train or only answer.</summary>
    /// <param name="isTraining">True to train.</param>
    public void SetTraining(bool isTraining)
    {
        IsTraining = isTraining;
        foreach (var (_, module) in parts) module.SetTraining(isTraining);
    }

    /// <summary>Forgets all gradients; the memory is kept for the next ones.</summary>
    public void ClearGradients()
    {
        foreach (var parameter in own) parameter.Value.ClearGradient();
        foreach (var (_, module) in parts) module.ClearGradients();
    }

    /// <summary>Makes a parameter of this module. Call it in the constructor.</summary>
    /// <param name="name">Its name in this module, without dots, for instance <c>weight</c>.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="initializer">How its initial values are drawn.</param>
    /// <returns>The parameter's tensor, which tracks gradients; its values are zeros until the network is initialised.</returns>
    protected Tensor AddParameter(string name, Shape shape, Initializer initializer)
    {
        CheckName(name);
        ArgumentNullException.ThrowIfNull(initializer);
        var value = Tensor.Zeros(shape).Keep();
        value.RequiresGradient = true;
        own.Add(new Parameter(name, value, initializer));
        return value;
    }

    /// <summary>
    /// Makes a buffer of this module: a tensor that checkpoints hold but training does not change along gradients. Call it in the constructor.
    /// What the forward pass writes into a Float32 buffer while training is averaged over the shards of a step.
    /// </summary>
    /// <param name="name">Its name in this module, without dots, for instance <c>running_mean</c>.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="initialValue">What each element is before the first step, and after <see cref="Initialize"/>. Default 0.</param>
    /// <param name="elementType">Float32 (the default) or Int64.</param>
    /// <returns>The tensor, contiguous.</returns>
    protected Tensor AddBuffer(string name, Shape shape, float initialValue = 0, ElementType elementType = ElementType.Float32)
    {
        CheckName(name);
        var buffer = new ModuleBuffer(name, Tensor.Zeros(shape, elementType).Keep(), initialValue);
        buffer.Reset();
        ownBuffers.Add(buffer);
        return buffer.Value;
    }

    /// <summary>Makes another module a part of this one. Call it in the constructor.</summary>
    /// <typeparam name="TModule">The part's type.</typeparam>
    /// <param name="name">Its name in this module, without dots, for instance <c>encoder</c>.</param>
    /// <param name="module">The part.</param>
    /// <returns>The part.</returns>
    protected TModule Add<TModule>(string name, TModule module) where TModule : Module
    {
        CheckName(name);
        ArgumentNullException.ThrowIfNull(module);
        parts.Add((name, module));
        return module;
    }

    /// <summary>Refuses to compute with parameters that nobody gave values.</summary>
    /// <exception cref="InvalidOperationException">The module has parameters and is not initialised.</exception>
    protected void EnsureInitialized()
    {
        if (IsInitialized) return;
        throw new InvalidOperationException(
            $"{GetType().Name}: the parameters have no values yet. Got a call of Forward. Expected initialised parameters. " +
            "Call Initialize(seed) on the network, load weights, or let a Trainer do it.");
    }

    /// <summary>Told that all parameters have values now, for instance from a file.</summary>
    internal void MarkInitialized()
    {
        hasValues = true;
        foreach (var (_, module) in parts) module.MarkInitialized();
    }

    /// <summary>Draws values as <see cref="Initialize"/> does, but only for parts that have none: trained parts stay as they are.</summary>
    internal void InitializeRest(ulong seed)
    {
        var index = 0ul;
        InitializeRest(seed, ref index);
    }

    private void InitializeRest(ulong seed, ref ulong index)
    {
        foreach (var parameter in own)
        {
            var random = new CounterRandom(seed, RandomPurpose.Initialization, index++);
            if (!hasValues) parameter.Initializer.Fill(parameter.Value.AsSpan<float>(), ref random);
        }
        if (!hasValues) ownBuffers.ForEach(static buffer => buffer.Reset());
        foreach (var (_, module) in parts) module.InitializeRest(seed, ref index);
        hasValues = true;
    }

    private void Forget()
    {
        hasValues = false;
        foreach (var (_, module) in parts) module.Forget();
    }

    private void Collect(string prefix, List<Parameter> all)
    {
        foreach (var parameter in own) all.Add(parameter.Under(prefix));
        foreach (var (name, module) in parts) module.Collect($"{prefix}{name}.", all);
    }

    private void CollectState(string prefix, List<NamedTensor> all, bool withParameters)
    {
        if (withParameters)
            foreach (var parameter in own) all.Add(new NamedTensor(prefix + parameter.Name, parameter.Value));
        foreach (var buffer in ownBuffers) all.Add(new NamedTensor(prefix + buffer.Name, buffer.Value));
        foreach (var (name, module) in parts) module.CollectState($"{prefix}{name}.", all, withParameters);
    }

    private void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('.'))
            throw new ArgumentException($"{GetType().Name}: a name contains a dot. Got '{name}'. Expected a plain name; dots separate the parts.");
        if (own.Exists(parameter => parameter.Name == name) || ownBuffers.Exists(buffer => buffer.Name == name)
            || parts.Exists(part => part.Name == name))
            throw new ArgumentException($"{GetType().Name}: a name is used twice. Got '{name}'. Expected each name once in a module.");
    }
}

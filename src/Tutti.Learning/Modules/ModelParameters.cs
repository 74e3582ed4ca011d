using Tutti.Learning.Training;

namespace Tutti.Learning.Modules;

/// <summary>A network of Tutti modules as strategies and optimizers see it.</summary>
internal sealed class ModelParameters : IParameterSource
{
    private readonly IReadOnlyList<Parameter> parameters;
    private readonly Memory<float>[] bound;

    internal ModelParameters(Module network)
    {
        parameters = network.Parameters;
        bound = new Memory<float>[parameters.Count];
    }

    public int ParameterCount => parameters.Count;

    public string NameOf(int index) => parameters[index].Name;

    public Span<float> Values(int index) => parameters[index].Value.AsSpan<float>();

    public Span<float> Gradients(int index) => parameters[index].Value.GradientOrZeros().AsSpan<float>();

    public bool TryBindGradients(int index, Memory<float> memory)
    {
        // The same shard's memory comes back every step; only a change needs work.
        if (bound[index].Equals(memory)) return true;
        parameters[index].Value.BindGradient(memory);
        bound[index] = memory;
        return true;
    }
}

using Tutti.Learning.Training;
using Tutti.Tensors;

namespace Tutti.Learning.Optimizers;

/// <summary>One thing that an optimizer remembers of every parameter. Holds nothing until a step asks for it.</summary>
internal sealed class OptimizerMemory(string name)
{
    internal string Name => name;

    /// <summary>One tensor a parameter, or none yet.</summary>
    internal Tensor[] Values { get; private set; } = [];

    /// <summary>The step that asked for the memory first; 0 if it was restored.</summary>
    internal long FirstStep { get; private set; }

    internal void Begin(IParameterSource model, float initialValue, long step)
    {
        var made = new Tensor[model.ParameterCount];
        for (var i = 0; i < made.Length; i++) made[i] = Tensor.Full([model.Values(i).Length], initialValue).Keep();
        (Values, FirstStep) = (made, step);
    }

    internal void Forget() => Restore([]);

    internal void Restore(Tensor[] values) => (Values, FirstStep) = (values, 0);
}

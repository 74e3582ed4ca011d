using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>
/// Modules one after the other; part i is named <c>i</c>. A linear or convolutional layer that is followed by a <see cref="ReLU"/>
/// computes both at once, with the same result.
/// </summary>
public sealed class Sequential : Module
{
    private readonly Module[] layers;

    /// <summary>Makes the sequence.</summary>
    /// <param name="layers">At least one module, first to last.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Sequential(params ReadOnlySpan<Module> layers)
    {
        if (layers.IsEmpty) throw new ArgumentException("Sequential: no layers. Expected at least one module.");
        this.layers = layers.ToArray();
        for (var i = 0; i < layers.Length; i++) Add(i.ToString(System.Globalization.CultureInfo.InvariantCulture), layers[i]);
    }

    /// <summary>The modules, first to last.</summary>
    public IReadOnlyList<Module> Layers => layers;

    /// <summary>Computes all layers; an error in one names the layer.</summary>
    /// <param name="input">What the first layer takes.</param>
    /// <returns>What the last layer gives.</returns>
    /// <exception cref="ArgumentException">A layer's input does not fit; the message names layer and shapes.</exception>
    public override Tensor Forward(Tensor input)
    {
        var value = input;
        for (var i = 0; i < layers.Length; i++)
        {
            try
            {
                if (layers[i] is IFusesRelu fusing && i + 1 < layers.Length && layers[i + 1] is ReLU)
                {
                    value = fusing.ForwardWithRelu(value);
                    i++;
                }
                else
                {
                    value = layers[i].Forward(value);
                }
            }
            catch (ArgumentException problem)
            {
                throw new ArgumentException($"Layer {i} ({layers[i].GetType().Name}): {problem.Message}", problem);
            }
        }
        return value;
    }
}

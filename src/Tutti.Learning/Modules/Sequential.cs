using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>
/// Modules one after the other; part i is named <c>i</c>. A <see cref="ReLU"/> is computed together with the linear or convolutional
/// layer before it or the max pooling after it, with the same result.
/// </summary>
public sealed class Sequential : Module
{
    private readonly Module[] layers;
    private readonly Fusion[] fusions;

    /// <summary>Makes the sequence.</summary>
    /// <param name="layers">At least one module, first to last.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Sequential(params ReadOnlySpan<Module> layers)
    {
        if (layers.IsEmpty) throw new ArgumentException("Sequential: no layers. Expected at least one module.");
        this.layers = layers.ToArray();
        for (var i = 0; i < layers.Length; i++) Add(i.ToString(System.Globalization.CultureInfo.InvariantCulture), layers[i]);
        fusions = [.. Enumerable.Range(0, layers.Length).Select(Fuse)];
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
        for (var i = 0; i < layers.Length; i += 1 + fusions[i].Absorbed)
        {
            try
            {
                value = fusions[i].Run(value);
            }
            catch (ArgumentException problem)
            {
                var layer = i + fusions[i].Computing;
                throw new ArgumentException($"Layer {layer} ({layers[layer].GetType().Name}): {ArgumentMessage.Of(problem)}", problem);
            }
        }
        return value;
    }

    // A ReLU is computed by its neighbour: by a max pooling after it, since pooling first leaves fewer elements and the maximum of what ReLU
    // lets through is what ReLU lets through of the maximum; else by the layer before it.
    private Fusion Fuse(int index)
    {
        var layer = layers[index];
        if (IsRelu(index)) return IsPool(index + 1) ? new(((IFusesRelu)layers[index + 1]).ForwardWithRelu, 1, 1) : new(layer.Forward, 0, 0);
        return layer is IFusesRelu fusing && IsRelu(index + 1) && !IsPool(index + 2)
            ? new(fusing.ForwardWithRelu, 1, 0)
            : new(layer.Forward, 0, 0);
    }

    private bool IsRelu(int index) => index < layers.Length && layers[index] is ReLU;

    private bool IsPool(int index) => index < layers.Length && layers[index] is MaxPool2d or MaxPool1d;

    /// <summary>What is called for a layer, how many layers after it are computed by the same call, and how many layers on the one that computes stands.</summary>
    private readonly record struct Fusion(Func<Tensor, Tensor> Run, int Absorbed, int Computing);
}

using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>
/// What <see cref="LSTM"/> and <see cref="GRU"/> share: for each layer, from 0, the parameters <c>weight_ih_l0</c>
/// <c>[gates · hidden, inputs]</c>, <c>weight_hh_l0</c> <c>[gates · hidden, hidden]</c> and, with bias, <c>bias_ih_l0</c> and
/// <c>bias_hh_l0</c> <c>[gates · hidden]</c>, all uniform in ±1/√hidden.
/// </summary>
public abstract class RecurrentModule : Module
{
    private protected RecurrentModule(int inputs, int hidden, int gates, RecurrentOptions? options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        options ??= new RecurrentOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LayerCount, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hidden, int.MaxValue / gates);
        (Inputs, Hidden, BatchFirst) = (inputs, hidden, options.BatchFirst);
        var initializer = Initializer.FanIn(hidden);
        var layers = new RecurrentWeights[options.LayerCount];
        for (var layer = 0; layer < layers.Length; layer++)
        {
            var rows = gates * hidden;
            var input = AddParameter($"weight_ih_l{layer}", [rows, layer == 0 ? inputs : hidden], initializer);
            var recurrent = AddParameter($"weight_hh_l{layer}", [rows, hidden], initializer);
            layers[layer] = new(input, recurrent);
            if (!options.Bias) continue;
            var inputBias = AddParameter($"bias_ih_l{layer}", [rows], initializer);
            layers[layer] = new(input, recurrent, inputBias, AddParameter($"bias_hh_l{layer}", [rows], initializer));
        }
        Layers = layers;
    }

    /// <summary>The size of the input's last dimension.</summary>
    public int Inputs { get; }

    /// <summary>The number of units of each layer: the size of the output's last dimension.</summary>
    public int Hidden { get; }

    /// <summary>Whether input and output are <c>[batch, time, …]</c>, not <c>[time, batch, …]</c>.</summary>
    public bool BatchFirst { get; }

    private protected IReadOnlyList<RecurrentWeights> Layers { get; }
}

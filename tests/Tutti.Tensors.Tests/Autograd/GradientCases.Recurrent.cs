namespace Tutti.Tensors.Tests.Autograd;

public static partial class GradientCases
{
    private delegate Tensor[] RecurrentFunction(
        Tensor input, IReadOnlyList<RecurrentWeights> layers, Tensor? states, Tensor? cells, bool batchFirst);

    private static IEnumerable<GradientCase> Recurrent() =>
    [
        .. Recurrents("lstm", 4, (input, layers, states, cells, batchFirst) =>
        {
            var (sequence, finalStates, finalCells) = input.Lstm(layers, states, cells, batchFirst);
            return [sequence, finalStates, finalCells];
        }),
        .. Recurrents("gru", 3, (input, layers, states, _, batchFirst) =>
        {
            var (sequence, finalStates) = input.Gru(layers, states, batchFirst);
            return [sequence, finalStates];
        }),
    ];

    private static IEnumerable<GradientCase> Recurrents(string name, int gates, RecurrentFunction run)
    {
        // T steps, B samples, I inputs, H hidden units
        (int T, int B, int I, int H, int Layers, bool Bias, bool BatchFirst)[] sizes =
        [
            (4, 3, 2, 5, 1, true, false), (3, 2, 3, 2, 1, false, true), (3, 2, 1, 3, 2, true, true), (2, 1, 4, 1, 3, false, false),
            (1, 2, 3, 9, 1, true, true), (0, 2, 3, 2, 1, true, false), (2, 0, 3, 2, 1, true, true), (5, 2, 2, 17, 2, true, false),
        ];
        foreach (var (t, b, i, h, layers, bias, batchFirst) in sizes)
        {
            Tensor[] leaves =
            [
                Uniform(batchFirst ? [b, t, i] : [t, b, i]), Uniform([layers, b, h], -0.5, 0.5, 2), Uniform([layers, b, h], -0.5, 0.5, 3),
                .. Weights(gates, i, h, layers, bias),
            ];
            var title = $"{t} steps of {b}, {i} to {h}, {layers} layers, bias {bias}, batch first {batchFirst}";
            yield return new(name, title, x => Together(run(x[0], Layers(x, 3, bias), x[1], x[2], batchFirst)), leaves, 256);
        }
        Tensor[] given = [Uniform([2, 3, 2]), .. Weights(gates, 2, 4, 1, true)];
        yield return new(name, "sequence alone, no initial states", x => run(x[0], Layers(x, 1, true), null, null, false)[0], given, 128);
        yield return new(name, "final states alone", x => run(x[0], Layers(x, 1, true), null, null, true)[1], given, 128);
        yield return new(name, "last result alone", x => run(x[0], Layers(x, 1, true), null, null, true)[^1], given, 128);
        yield return new(name, "summed", x => run(x[0], Layers(x, 1, true), null, null, true)[0].Sum(), given, 128);
        yield return new(name, "transposed input, result permuted",
            x => run(x[0].Permute(2, 1, 0), Layers(x, 1, true), null, null, false)[0].Permute(2, 0, 1), given, 128);
        yield return new(name, "expanded initial states",
            x => Together(run(x[0], Layers(x, 2, true), x[1].Expand([1, 3, 4]), x[1].Expand([1, 3, 4]), false)),
            [given[0], Uniform([4]), .. given[1..]], 128);
        yield return new(name, "two calls with the same weights, the states handed over", x =>
        {
            var first = run(x[0], Layers(x, 1, true), null, null, false);
            return Together(run(x[0], Layers(x, 1, true), first[1], first[^1], false));
        }, given, 128);
        yield return new(name, "the same weights in both layers",
            x => Together(run(x[0], [.. Layers(x, 1, true), .. Layers(x, 1, true)], null, null, false)),
            [Uniform([2, 3, 4]), .. Weights(gates, 4, 4, 1, true)], 256);
    }

    private static Tensor[] Weights(int gates, int inputs, int hidden, int layers, bool bias)
    {
        var all = new List<Tensor>();
        for (var layer = 0; layer < layers; layer++)
        {
            var seed = (ulong)(10 + 4 * layer);
            all.Add(Uniform([gates * hidden, layer == 0 ? inputs : hidden], seed: seed));
            all.Add(Uniform([gates * hidden, hidden], -0.5, 0.5, seed + 1));
            if (bias) all.AddRange([Uniform([gates * hidden], seed: seed + 2), Uniform([gates * hidden], seed: seed + 3)]);
        }
        return [.. all];
    }

    private static RecurrentWeights[] Layers(Tensor[] leaves, int first, bool bias) =>
    [
        .. leaves[first..].Chunk(bias ? 4 : 2)
            .Select(layer => bias ? new RecurrentWeights(layer[0], layer[1], layer[2], layer[3]) : new(layer[0], layer[1])),
    ];

    // A function of all results in which each has a weight of its own.
    private static Tensor Together(Tensor[] results)
    {
        var total = results[0].Sum();
        for (var i = 0; i < results.Length; i++)
        {
            var factors = TestKit.GradientCheck.Convert(Uniform(results[i].Shape, 0.5, 1.5, (ulong)(90 + i)), total.ElementType);
            total = total + (results[i] * factors).Sum();
        }
        return total;
    }
}

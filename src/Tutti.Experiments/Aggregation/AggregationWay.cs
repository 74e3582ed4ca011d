using Tutti.Distributed;

namespace Tutti.Experiments.Aggregation;

/// <summary>A way to make one gradient of those of all workers.</summary>
/// <param name="Name">What <c>tutti train</c> calls it: <c>--averaging</c> or <c>--compression</c>.</param>
/// <param name="Averaging">By which collectives; null where it is compressed.</param>
/// <param name="Compression">How gradients are made smaller; <c>none</c>: not.</param>
internal sealed record AggregationWay(string Name, GradientAveraging? Averaging, string Compression)
{
    private const string None = "none";

    /// <summary>All ways that are compared: first those that lose nothing, of these first the one that is usual.</summary>
    internal static IReadOnlyList<AggregationWay> All { get; } =
    [
        new("all-reduce", GradientAveraging.AllReduce, None), new("all-gather", GradientAveraging.AllGather, None),
        new("reduce-broadcast", GradientAveraging.ReduceBroadcast, None),
        new("half", null, "half"), new("int8", null, "int8"), new("top-k:0.01", null, "top-k:0.01"), new("power-sgd:2", null, "power-sgd:2"),
    ];

    /// <summary>Whether the sum is that of the gradients as they are, so that all such ways end with the same weights.</summary>
    internal bool IsExact => Compression == None;
}

namespace Tutti.Experiments.EcgEnsemble;

/// <summary>Ways as reports name them.</summary>
internal static class DetectionWays
{
    internal static IReadOnlyList<DetectionWay> All { get; } = Enum.GetValues<DetectionWay>();

    internal static string NameOf(DetectionWay way) => way switch
    {
        DetectionWay.Single => "one model on all data",
        DetectionWay.Alone => "a hospital alone",
        DetectionWay.Ensemble => "ensemble",
        DetectionWay.EnsembleLessOne => "ensemble, a node lost",
        DetectionWay.Shared => "data-parallel, shared",
        _ => "principal components",
    };
}

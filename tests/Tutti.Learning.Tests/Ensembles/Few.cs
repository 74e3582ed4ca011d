using Tutti.Learning.Ensembles;

namespace Tutti.Learning.Tests.Ensembles;

/// <summary>Predictions of a few rows, by hand.</summary>
internal static class Few
{
    /// <summary>Rows 0, 1, … by number; nobody has seen any of them.</summary>
    public static EnsemblePredictions Members(int classCount, params double[][] probabilities) => new([.. probabilities.Select((own, member) =>
        new MemberPredictions($"m{member}", own, classCount, Rows(own.Length / classCount), new SeenRows(RowFingerprints.OfNumbers([-1]))))]);

    public static RowFingerprints Rows(int count) => RowFingerprints.OfNumbers([.. Enumerable.Range(0, count).Select(row => (long)row)]);

    public static readonly MemberRecipe[] Recipes =
    [
        new("linear", new NetworkRecipe { Model = """[{"type":"Linear","in_features":3,"out_features":3,"bias":true}]""", EpochCount = 5, LearningRate = 0.05 }),
        new("bayes", new GaussianBayesRecipe()),
        new("neighbors", new NearestNeighborsRecipe()),
    ];
}

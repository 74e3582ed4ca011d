namespace Tutti.Learning.Ensembles;

/// <summary>Whoever learns from predictions asks here first; there is no way around it.</summary>
internal static class LeakGuard
{
    internal static void Check(EnsemblePredictions predictions, string learner)
    {
        var leaks = predictions.Members.Where(member => member.SeenCount > 0).ToDictionary(member => member.Member, member => member.SeenCount);
        if (leaks.Count == 0) return;
        var first = string.Join("; ", leaks.Take(3).Select(leak => $"'{leak.Key}' has learned from {leak.Value} of the {predictions.Count} rows"));
        throw new LeakException(
            $"{learner}: a base model has seen rows that are to be learned from. Got: {first}{(leaks.Count > 3 ? $"; and {leaks.Count - 3} more members" : "")}. " +
            "Expected predictions of rows that no base model learned from, copies included: of what it has seen, a model is too sure. " +
            "Take out-of-fold predictions (Stacking), or rows that were held out (Blending).", leaks);
    }
}

using Tutti.Cli.Verification.Operations;

namespace Tutti.Cli.Verification;

/// <summary>All operations that golden cases can be run against, by the name that the cases use.</summary>
internal static class OperationTable
{
    private static readonly Dictionary<string, GoldenOperation> Operations = new(
        (IEnumerable<KeyValuePair<string, GoldenOperation>>)
        [
            .. BatchNormalization.Operations, .. Elementwise.Operations, .. GradientClipping.Operations, .. Images.Operations,
            .. Indexing.Operations, .. Losses.Operations, .. PointFunctions.Operations, .. Products.Operations,
            .. Recurrent.Operations, .. Reductions.Operations, .. Sequences.Operations, .. Shaping.Operations,
            .. Transformers.Operations,
        ]);

    internal static IReadOnlyCollection<string> Names => Operations.Keys;

    internal static GoldenOperation Find(string name) =>
        Operations.GetValueOrDefault(name) ?? throw new UnsupportedCaseException($"no operation '{name}'");
}

using Tutti.Cli.Verification.Operations;

namespace Tutti.Cli.Verification;

/// <summary>All operations that golden cases can be run against, by the name that the cases use.</summary>
internal static class OperationTable
{
    private static readonly Dictionary<string, GoldenOperation> Operations = new(
        (IEnumerable<KeyValuePair<string, GoldenOperation>>)
        [
            .. Elementwise.Operations, .. Products.Operations, .. Reductions.Operations, .. Shaping.Operations, .. Images.Operations, .. Losses.Operations, .. Sequences.Operations,
        ]);

    internal static IReadOnlyCollection<string> Names => Operations.Keys;

    internal static GoldenOperation Find(string name) =>
        Operations.GetValueOrDefault(name) ?? throw new UnsupportedCaseException($"no operation '{name}'");
}

namespace Tutti.Cli.Verification;

/// <summary>Runs one golden case and says how it came out; nothing that goes wrong in one case keeps the others from running.</summary>
internal static class CaseVerifier
{
    internal static async Task<CaseResult> RunAsync(GoldenCase golden, CancellationToken cancellation)
    {
        try
        {
            var comparison = golden.Kind switch
            {
                "operation" => OperationVerifier.Run(golden),
                "training" => await TrainingVerifier.RunAsync(golden, cancellation).ConfigureAwait(false),
                "metric" => MetricVerifier.Run(golden),
                "transform" => TransformVerifier.Run(golden),
                _ => throw new UnsupportedCaseException($"no kind '{golden.Kind}'"),
            };
            return comparison.HasPassed
                ? new CaseResult(golden.Name, golden.Operation, CaseStatus.Passed, comparison.LargestError, null)
                : new CaseResult(golden.Name, golden.Operation, CaseStatus.Failed, comparison.LargestError, comparison.Where);
        }
        catch (UnsupportedCaseException reason)
        {
            return new CaseResult(golden.Name, golden.Operation, CaseStatus.Unsupported, null, reason.Message);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            return new CaseResult(golden.Name, golden.Operation, CaseStatus.Failed, null, $"{problem.GetType().Name}: {problem.Message}");
        }
    }
}

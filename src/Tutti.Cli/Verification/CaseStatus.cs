namespace Tutti.Cli.Verification;

/// <summary>How a golden case came out.</summary>
internal enum CaseStatus
{
    Passed,
    Failed,
    Unsupported,
}

namespace Tutti.Cli.Verification;

/// <summary>A golden case asks for something that this version does not have; it counts as unsupported, never as passed.</summary>
internal sealed class UnsupportedCaseException(string reason) : Exception(reason);

namespace Tutti.Learning.Runs;

/// <summary>What is known about a run when it begins. Secrets in it are removed before anything is written.</summary>
public sealed record RunStart
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>SHA-256 of the model as data. Default: not recorded.</summary>
    public string? ModelSha256 { get; init; }

    /// <summary>SHA-256 of the file with the weights to start from. Default: there is none.</summary>
    public string? InitialSha256 { get; init; }

    /// <summary>The command line as it was given.</summary>
    public required IReadOnlyList<string> CommandLine { get; init; }

    /// <summary>The kernels in use and why they were chosen.</summary>
    public required string Kernels { get; init; }

    /// <summary>The seed that all random numbers come from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>All options in effect, by name.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>The data.</summary>
    public required RunData Data { get; init; }

    /// <summary>The workers.</summary>
    public required RunWorkers Workers { get; init; }
}

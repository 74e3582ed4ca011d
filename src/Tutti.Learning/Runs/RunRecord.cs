namespace Tutti.Learning.Runs;

/// <summary>What <c>run.json</c> holds: all that is needed to know what a run did, and to do it again.</summary>
public sealed record RunRecord
{
    /// <summary>The version of this format that is written.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>The version of this format that the record was written in.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The run's id: 8 hexadecimal digits, the end of its folder's name.</summary>
    public required string Id { get; init; }

    /// <summary>What became of it.</summary>
    public RunState State { get; init; }

    /// <summary>When it began, in UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended, in UTC; null while it is going on.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>The command line, with secrets removed.</summary>
    public required IReadOnlyList<string> CommandLine { get; init; }

    /// <summary>Tutti's version.</summary>
    public required string TuttiVersion { get; init; }

    /// <summary>The machine.</summary>
    public required MachineFacts Machine { get; init; }

    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>SHA-256 of the model as data; null in records that do not say.</summary>
    public string? ModelSha256 { get; init; }

    /// <summary>SHA-256 of the file with the weights to start from; null if they were drawn from the seed.</summary>
    public string? InitialSha256 { get; init; }

    /// <summary>The seed that all random numbers come from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>All options in effect, by name; secrets removed.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>The data.</summary>
    public required RunData Data { get; init; }

    /// <summary>The workers.</summary>
    public required RunWorkers Workers { get; init; }

    /// <summary>What came out; null until the run has finished.</summary>
    public RunSummary? Summary { get; init; }

    /// <summary>Why the run failed; null if it did not.</summary>
    public string? Error { get; init; }
}

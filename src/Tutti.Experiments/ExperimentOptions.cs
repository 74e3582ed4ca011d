using Tutti.Communication.Launching;

namespace Tutti.Experiments;

/// <summary>What a user can say about any experiment; what is left out, the experiment chooses and its report says.</summary>
public sealed record ExperimentOptions
{
    /// <summary>The default of <see cref="OutFolder"/>.</summary>
    public const string DefaultOutFolder = "experiments";

    /// <summary>Whether a small version is wanted that ends within two minutes on two cores. Default: no.</summary>
    public bool IsQuick { get; init; }

    /// <summary>How many workers, 1 to 1024. Default null: as many as the experiment is described with.</summary>
    public int? Workers { get; init; }

    /// <summary>What workers are, each kind once. Default null: every kind that this machine offers and the experiment
    /// compares.</summary>
    public IReadOnlyList<Isolation>? Isolations { get; init; }

    /// <summary>How many seeds each measurement is repeated with, 1 to 100: seeds 0, 1, and so on. Default 3.</summary>
    public int SeedCount { get; init; } = 3;

    /// <summary>A folder of data sets that is looked in first. Default null: only where data sets are always looked for.</summary>
    public string? DataRoot { get; init; }

    /// <summary>Where the experiment's folder is made. Default: <c>experiments</c>.</summary>
    public string OutFolder { get; init; } = DefaultOutFolder;

    /// <summary>The command as it was given, for the report. Default: empty, for programs without one.</summary>
    public IReadOnlyList<string> CommandLine { get; init; } = [];

    internal void ThrowIfInvalid()
    {
        var problems = new List<string>();
        if (Workers is < 1 or > 1024) problems.Add($"Workers is {Workers}, expected 1 to 1024");
        if (SeedCount is < 1 or > 100) problems.Add($"SeedCount is {SeedCount}, expected 1 to 100");
        if (Isolations is { } kinds && (kinds.Count == 0 || kinds.Distinct().Count() != kinds.Count))
            problems.Add($"Isolations is [{string.Join(", ", kinds)}], expected at least one, each once");
        if (string.IsNullOrWhiteSpace(OutFolder)) problems.Add("OutFolder is empty, expected a folder");
        if (problems.Count > 0)
            throw new ExperimentInputException($"ExperimentOptions: {string.Join("; ", problems)}. Correct them and try again.");
    }
}

using Tutti.Cli.Output;
using Tutti.Distributed.Ensembles;
using Tutti.Experiments.Detection;

namespace Tutti.Cli.Detection;

/// <summary>What <c>tutti detect</c> was asked for.</summary>
internal sealed record DetectRequest
{
    public required IReadOnlyList<string> Records { get; init; }

    public required string Ensemble { get; init; }

    public required BeatRecipe Recipe { get; init; }

    public required EnsembleOptions Options { get; init; }

    /// <summary>The folder of table and picture.</summary>
    public required string Output { get; init; }

    /// <summary>Whether the table is JSON.</summary>
    public required bool IsJson { get; init; }
}

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

    public required EnsembleDriverOptions Options { get; init; }

    /// <summary>The nodes elsewhere that are asked; null: the members in the folder.</summary>
    public RemoteRequest? Remote { get; init; }

    /// <summary>The folder of table and picture.</summary>
    public required string Output { get; init; }

    /// <summary>Whether the table is JSON.</summary>
    public required bool IsJson { get; init; }

    /// <summary>Reads the recordings and judges them.</summary>
    internal Task<(DetectionResult Result, EnsembleAnswer Answer)> RunAsync(DetectionDisplay display, CancellationToken cancellation) =>
        Remote is { } remote ? RunElsewhereAsync(remote, display, cancellation) : RunHereAsync(display, cancellation);

    private async Task<(DetectionResult Result, EnsembleAnswer Answer)> RunHereAsync(DetectionDisplay display, CancellationToken cancellation)
    {
        var driver = InputException.From(() => new EnsembleDriver(Options));
        await using (driver.ConfigureAwait(false))
        {
            var members = LocalMembers.Load(Ensemble);
            if (members.Count < Options.MinimumNodes)
                throw new InputException(
                    $"--minimum-nodes: more than the ensemble has members. Got {Options.MinimumNodes}. Expected at most {members.Count}.");
            foreach (var node in members.CreateNodes()) InputException.From(() => driver.Add(node));
            var recordings = Recordings.Read(Records, Recipe.ToOptions(), display, cancellation);
            return await new DetectionJob(driver, Options.Combination, Recipe.Alpha)
                .RunAsync(recordings, members, display, cancellation).ConfigureAwait(false);
        }
    }

    // Nodes may come while recordings are read, and nobody waits for nodes where there is nothing to judge.
    private async Task<(DetectionResult Result, EnsembleAnswer Answer)> RunElsewhereAsync(
        RemoteRequest remote, DetectionDisplay display, CancellationToken cancellation)
    {
        var manifest = File.Exists(Path.Combine(Ensemble, EnsembleManifest.FileName)) ? InputException.From(() => EnsembleManifest.Read(Ensemble)) : null;
        remote.ThrowIfImpossible(Options.MinimumNodes, manifest);
        var driver = InputException.From(() => new EnsembleDriver(Options with { ExpectedVersions = manifest?.Versions }));
        await using (driver.ConfigureAwait(false))
        {
            var nodes = await NodeGathering.StartAsync(remote, manifest, Recipe, Options.Combination, driver, display, cancellation).ConfigureAwait(false);
            await using (nodes.ConfigureAwait(false))
            {
                var recordings = Recordings.Read(Records, Recipe.ToOptions(), display, cancellation);
                await nodes.WaitAsync(Options.MinimumNodes, cancellation).ConfigureAwait(false);
                var (result, answer) = await new DetectionJob(driver, Options.Combination, Recipe.Alpha)
                    .RunAsync(recordings, members: null, display, cancellation).ConfigureAwait(false);
                return (result with { Nodes = [.. result.Nodes, .. nodes.Absent([.. answer.Nodes.Select(node => node.Name)])] }, answer);
            }
        }
    }
}

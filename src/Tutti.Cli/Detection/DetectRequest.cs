using Tutti.Cli.Output;
using Tutti.Distributed.Ensembles;
using Tutti.Experiments.Detection;
using Tutti.Learning.Detection;

namespace Tutti.Cli.Detection;

/// <summary>What <c>tutti detect</c> was asked for.</summary>
internal sealed record DetectRequest
{
    public required IReadOnlyList<string> Records { get; init; }

    public required string Ensemble { get; init; }

    public required BeatRecipe Recipe { get; init; }

    public required EnsembleDriverOptions Options { get; init; }

    /// <summary>The folder of table and picture.</summary>
    public required string Output { get; init; }

    /// <summary>Whether the table is JSON.</summary>
    public required bool IsJson { get; init; }

    /// <summary>Reads the recordings and judges them.</summary>
    internal async Task<(DetectionResult Result, EnsembleAnswer Answer)> RunAsync(DetectionDisplay display, CancellationToken cancellation)
    {
        var driver = InputException.From(() => new EnsembleDriver(Options));
        await using (driver.ConfigureAwait(false))
        {
            foreach (var node in Load(() => EnsembleFolder.LoadNodes(Ensemble))) driver.Add(node);
            var members = new LocalMembers([.. LoadDetectors().OfType<ReconstructionDetector>()]);
            var recordings = Recordings.Read(Records, Recipe.ToOptions(), display, cancellation);
            return await new DetectionJob(driver, Options.Combination, Recipe.Alpha)
                .RunAsync(recordings, members, display, cancellation).ConfigureAwait(false);
        }
    }

    // Apart from the nodes, which have theirs to themselves.
    private IEnumerable<IAnomalyDetector> LoadDetectors() =>
        Load(() => EnsembleManifest.Read(Ensemble).Members.Select(member => EnsembleFolder.Load(Ensemble, member)).ToArray());

    private static T Load<T>(Func<T> load)
    {
        try
        {
            return InputException.From(load);
        }
        catch (MemberException broken)
        {
            throw new InputException($"--ensemble: {broken.Message}", broken);
        }
    }
}

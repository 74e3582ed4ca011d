using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Tutti.Experiments.Reports;

namespace Tutti.Experiments;

/// <summary>Runs experiments: each gets a folder of its own, and in the end its report stands there, whole or not at all.</summary>
public static class ExperimentRunner
{
    /// <summary>The report for people, in the experiment's folder.</summary>
    public const string HtmlName = "report.html";

    /// <summary>The report for programs, in the experiment's folder.</summary>
    public const string JsonName = "report.json";

    /// <summary>Runs an experiment in a new folder <c>TIME-NAME-ID</c> of <see cref="ExperimentOptions.OutFolder"/>.</summary>
    /// <param name="experiment">Which.</param>
    /// <param name="options">What the user said.</param>
    /// <param name="progress">Who is told how far it is. Default: nobody.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What was found, and where the report is.</returns>
    /// <exception cref="ExperimentInputException">It cannot be begun; no folder is left.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; no folder is left.</exception>
    /// <exception cref="Exception">It failed; the folder stays, with the records of what was done.</exception>
    public static async Task<ExperimentOutcome> RunAsync(
        Experiment experiment, ExperimentOptions options, IProgress<ExperimentProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid();
        var (began, clock) = (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());
        var folder = CreateFolder(experiment, options, began);
        try
        {
            var report = await experiment.RunAsync(new ExperimentContext(options, folder, progress), cancellation).ConfigureAwait(false);
            var header = ReportHeader.Create(experiment.Name, options.CommandLine, began, Stopwatch.GetElapsedTime(clock));
            var (html, json) = (Path.Combine(folder, HtmlName), Path.Combine(folder, JsonName));
            ReportFiles.Write(header, report, html, json);
            return new ExperimentOutcome(report, html, json);
        }
        catch (Exception end) when (end is OperationCanceledException or ExperimentInputException)
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    private static string CreateFolder(Experiment experiment, ExperimentOptions options, DateTimeOffset began)
    {
        var time = began.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        try
        {
            return Directory.CreateDirectory(Path.Combine(Path.GetFullPath(options.OutFolder), $"{time}-{experiment.Name}-{id}")).FullName;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new ExperimentInputException(
                $"--out: a folder cannot be made there. Got '{options.OutFolder}': {cause.Message} " +
                "Expected a folder that can be written. Choose another with --out.", cause);
        }
    }
}

using System.Reflection;
using Tutti.Communication;
using Tutti.Learning.Runs;
using Tutti.Tensors.Kernels;

namespace Tutti.Experiments.Reports;

/// <summary>What every report says about how it came about.</summary>
/// <param name="Experiment">The experiment's name, or the verb that was run.</param>
/// <param name="Command">The command that makes it again; empty where it was no command.</param>
/// <param name="Machine">The machine, without names.</param>
/// <param name="Versions">What took part, by name: <c>Tutti</c>, <c>.NET</c>, MPI libraries.</param>
/// <param name="Began">When it began, in UTC.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record ReportHeader(
    string Experiment, string Command, MachineFacts Machine, IReadOnlyList<ReportParameter> Versions, DateTimeOffset Began, TimeSpan Elapsed)
{
    internal static ReportHeader Create(string experiment, IReadOnlyList<string> commandLine, DateTimeOffset began, TimeSpan elapsed)
    {
        var machine = MachineFacts.Find($"{ComputeKernels.Name} ({ComputeKernels.Reason})");
        ReportParameter[] versions =
        [
            new("Tutti", typeof(ReportHeader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown"),
            new(".NET", machine.DotnetVersion),
            new("MPI", string.Join(", ", MpiInstallation.FindAll().Select(found => found.Version)) is { Length: > 0 } found ? found : "none"),
        ];
        return new ReportHeader(experiment, string.Join(' ', commandLine.Select(Quote)), machine, versions, began, elapsed);
    }

    // As a shell reads it: what has anything special in it goes into single quotes.
    private static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./=:,+@%".Contains(letter, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

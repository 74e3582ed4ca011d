using Tutti.Communication.Launching.Processes;

namespace Tutti.Communication.Launching;

/// <summary>A checked job: its options, the command of every worker, its folder.</summary>
internal sealed record LaunchPlan(LauncherOptions Options, ProcessCommand Command, JobFolder Folder)
{
    /// <summary>The one process is <c>mpiexec</c>, which starts the ranks, tells them their places and connects them.</summary>
    internal bool IsMpi { get; init; }
}

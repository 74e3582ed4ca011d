using System.Runtime.InteropServices;

namespace Tutti.Communication.Launching;

/// <summary>What <see cref="LaunchState"/> wants done.</summary>
internal abstract record LaunchAction;

/// <summary>Start a process for a rank.</summary>
internal sealed record StartWorker(int Rank, int Generation) : LaunchAction;

/// <summary>Ask a rank's process to end.</summary>
internal sealed record SignalWorker(int Rank, PosixSignal Signal) : LaunchAction;

/// <summary>End a rank's process.</summary>
internal sealed record KillWorker(int Rank) : LaunchAction;

/// <summary>No member of the former generation counts any more; all ranks start again next.</summary>
internal sealed record BeginGeneration(int Generation) : LaunchAction;

/// <summary>A lost rank is replaced next, while the others go on.</summary>
internal sealed record ExpectNewcomer : LaunchAction;

/// <summary>A line for whoever watches.</summary>
internal sealed record Announce(string Text) : LaunchAction;

/// <summary>It is over.</summary>
internal sealed record FinishJob(LaunchOutcome Outcome) : LaunchAction;

namespace Tutti.Communication.Launching;

/// <summary>What a job of processes survives.</summary>
/// <param name="WorkerCount">How many workers are started.</param>
/// <param name="MinWorkers">As long as so many are left, the loss of one does not end the job.</param>
/// <param name="MaxRestarts">How often workers are started again: the one lost, or all.</param>
/// <param name="Grace">How long workers have to end by themselves.</param>
internal sealed record LaunchPolicy(int WorkerCount, int MinWorkers, int MaxRestarts, TimeSpan Grace);

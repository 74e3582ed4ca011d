namespace Tutti.Communication.Launching;

/// <summary>
/// A worker that is a process failed: what it threw there, as text, or how its process ended. The type that was thrown may exist only over
/// there, so it travels as its name.
/// </summary>
public sealed class RemoteWorkerException : Exception
{
    internal RemoteWorkerException(int? rank, string message, string? remoteType = null, string? remoteStack = null) : base(message)
    {
        (Rank, RemoteType, RemoteStack) = (rank, remoteType, remoteStack);
        if (rank is not null) Data[Distributor.RankKey] = rank;
    }

    /// <summary>The worker's rank; null where the failure is no rank's.</summary>
    public int? Rank { get; }

    /// <summary>The full name of the exception's type, such as <c>System.FormatException</c>; null where none was thrown.</summary>
    public string? RemoteType { get; }

    /// <summary>Where it was thrown, as .NET writes it, causes included; null where the process ended without an exception.</summary>
    public string? RemoteStack { get; }

    internal static RemoteWorkerException Threw(int rank, string type, string message, string stack) => new(
        rank,
        $"Distributor: rank {rank} threw {type}. Got '{message}' Expected every worker to return. " +
        "Mend the cause on that rank; its stack is in RemoteStack.",
        type, stack);

    internal static RemoteWorkerException Ended(WorkerFailure failure)
    {
        var words = failure.LastErrorLines.Count == 0
            ? "It wrote nothing to standard error."
            : $"Its last words: {string.Join(" | ", failure.LastErrorLines)}";
        var verdict = failure.Verdict is { } text ? $" The ranks were told: {text}" : "";
        return new RemoteWorkerException(
            failure.Rank,
            $"Distributor: {failure.Describe()}. {words}{verdict} Expected every worker to return. Mend the cause on that rank.");
    }
}

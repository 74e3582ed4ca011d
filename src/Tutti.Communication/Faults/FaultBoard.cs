namespace Tutti.Communication.Faults;

/// <summary>
/// The one fault of a job, shared by all its groups: the first cause that is accepted stands for good. This one lives in process; a
/// derived class may ask an arbiter first. Thread-safe.
/// </summary>
internal class FaultBoard
{
    private readonly CancellationTokenSource faulted = new();
    private readonly TaskCompletionSource whenFaulted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private GroupFault? current;

    /// <summary>Happens once, on the thread that set the fault, when <see cref="Current"/> is visible: wakes sleepers.</summary>
    internal event Action? Raised;

    /// <summary>The fault that stands; null while all is well.</summary>
    internal GroupFault? Current => Volatile.Read(ref current);

    internal CancellationToken Faulted => faulted.Token;

    internal Task WhenFaulted => whenFaulted.Task;

    /// <summary>
    /// Proposes a fault. A full fence lies between the fault that stands and whatever the caller reads next.
    /// </summary>
    /// <returns>The fault that stands: the candidate, or what came first.</returns>
    internal virtual GroupFault Raise(GroupFault candidate) => Set(candidate);

    private protected GroupFault Set(GroupFault candidate)
    {
        if (Interlocked.CompareExchange(ref current, candidate, null) is { } first) return first;
        Raised?.Invoke();
        whenFaulted.TrySetResult();
        // The token is set at once; its callbacks run elsewhere, so that they can neither delay nor fail a collective.
        _ = faulted.CancelAsync();
        return candidate;
    }
}

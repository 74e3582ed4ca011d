namespace Tutti.Server.Ensembles;

/// <summary>
/// One stay of a node, from joining until it leaves, is lost, or comes back. It is given the next chunk when it has answered the one
/// before,
/// also where nobody waits for that answer any more. Thread-safe.
/// </summary>
internal sealed class Seat(string id, string instance, TimeProvider time)
{
    private readonly Lock gate = new();
    private PendingWork? waiting, owed;
    private TaskCompletionSource<bool>? poll;
    private long lastSeen = time.GetTimestamp();
    private string? end, connection;
    private int transfers;

    internal string Id => id;

    internal string Instance => instance;

    /// <summary>Why the stay is over; null while it is not.</summary>
    internal string? End
    {
        get
        {
            lock (gate) return end;
        }
    }

    /// <summary>Puts a chunk where the next poll finds it.</summary>
    /// <returns>False: the stay is over.</returns>
    internal bool TryOffer(PendingWork work)
    {
        lock (gate)
        {
            if (end is not null) return false;
            waiting = work;
            if (owed is null) poll?.TrySetResult(true);
            return true;
        }
    }

    /// <summary>Nobody waits for this chunk any more.</summary>
    internal void Withdraw(PendingWork work)
    {
        lock (gate)
            if (waiting == work) waiting = null;
    }

    /// <summary>The connection closed. It was the node's, unless it has asked over another one since.</summary>
    internal void Disconnect(string closed)
    {
        lock (gate)
            if (connection != closed || poll is not null || end is not null) return;
        Broken?.Invoke("its connection broke");
    }

    /// <summary>Waits for a chunk; null: none came in time, or a later poll stands for this one.</summary>
    internal async Task<PendingWork?> PollAsync(string over, TimeSpan pollTime, CancellationToken aborted)
    {
        var own = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (end is not null) return null;
            poll?.TrySetResult(false);
            (poll, connection) = (own, over);
            if (waiting is not null && owed is null) own.TrySetResult(true);
        }
        try
        {
            await own.Task.WaitAsync(pollTime, time, aborted).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Nothing to do is no error.
        }
        catch (OperationCanceledException)
        {
            Close("its connection broke", own);
            throw;
        }
        lock (gate) return Take(own);
    }

    /// <summary>The chunk that this answer is for; the node owes nothing afterwards. Null: it was not given to this seat, or has been
    /// answered.</summary>
    internal PendingWork? Settle(string work)
    {
        lock (gate)
        {
            if (owed?.Id != work) return null;
            var settled = owed;
            owed = null;
            lastSeen = time.GetTimestamp();
            if (waiting is not null) poll?.TrySetResult(true);
            return settled;
        }
    }

    /// <summary>What the node owes under this name, without settling it.</summary>
    internal PendingWork? Owed(string work)
    {
        lock (gate) return owed?.Id == work ? owed : null;
    }

    /// <summary>Whether no question for work has been open for longer than this.</summary>
    internal bool IsSilentFor(TimeSpan longest)
    {
        lock (gate) return poll is null && transfers == 0 && time.GetElapsedTime(lastSeen) > longest;
    }

    /// <summary>While a chunk is on its way the node cannot ask for the next; it counts as there.</summary>
    internal async Task TransferAsync(Func<Task> send)
    {
        lock (gate) transfers++;
        try
        {
            await send().ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is OperationCanceledException or IOException)
        {
            Broken?.Invoke("its connection broke");
            throw;
        }
        finally
        {
            lock (gate) (transfers, lastSeen) = (transfers - 1, time.GetTimestamp());
        }
    }

    /// <summary>Ends the stay; whoever waits for an answer hears the reason.</summary>
    /// <returns>False: it had ended already.</returns>
    internal bool Close(string reason, string message)
    {
        lock (gate)
        {
            if (end is not null) return false;
            end = reason;
            waiting?.Fail(message);
            owed?.Fail(message);
            (waiting, owed) = (null, null);
            poll?.TrySetResult(false);
            return true;
        }
    }

    /// <summary>Ends the stay if this is the poll that is open: a node that has asked again since is there.</summary>
    private void Close(string reason, TaskCompletionSource<bool> broken)
    {
        lock (gate)
        {
            if (poll != broken) return;
            poll = null;
        }
        Broken?.Invoke(reason);
    }

    /// <summary>Called when the connection of the open poll broke.</summary>
    internal Action<string>? Broken { get; init; }

    private PendingWork? Take(TaskCompletionSource<bool> own)
    {
        if (poll != own) return null;
        (poll, lastSeen) = (null, time.GetTimestamp());
        if (owed is not null || waiting is null || end is not null) return null;
        (owed, waiting) = (waiting, null);
        return owed;
    }
}

namespace Tutti.Communication.Scenarios;

/// <summary>Waits of scenarios: never for ever, and on a virtual clock where there is one.</summary>
public static class Waiting
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [ThreadStatic]
    private static Action? pause;

    /// <summary>Where this thread's time is virtual: what lets a little of it pass.</summary>
    public static void PauseBy(Action? virtualPause) => pause = virtualPause;

    public static void ForFault(ProcessGroup group)
    {
        if (pause is null) Assert.True(group.Faulted.WaitHandle.WaitOne(Deadline), "the job did not fault in time");
        else Assert.True(HasHappened(() => group.Faulted.IsCancellationRequested), "the job did not fault in time");
    }

    /// <summary>Until the task has ended, however it did.</summary>
    public static void For(Task task)
    {
        // What ends a task may be a real thread of the group, for which no virtual time is long.
        if (pause is not null && HasHappened(() => task.IsCompleted)) return;
        Assert.True(((IAsyncResult)task).AsyncWaitHandle.WaitOne(Deadline), "the task did not end in time");
    }

    /// <summary>Until the task has ended; throws what it fails with.</summary>
    public static void ForEnd(Task task)
    {
        For(task);
        task.GetAwaiter().GetResult();
    }

    public static T Result<T>(Task<T> task)
    {
        For(task);
        return task.GetAwaiter().GetResult();
    }

    private static bool HasHappened(Func<bool> happened)
    {
        for (var round = 0; round < 100_000; round++)
        {
            if (happened()) return true;
            pause!();
        }

        return false;
    }
}

using System.Runtime.ExceptionServices;

namespace Tutti.Tensors.Operations;

/// <summary>The helper threads of one owner thread. Only the owner calls it.</summary>
internal sealed class HelperTeam
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(2);
    private Helper[] helpers = [];

    /// <summary>Whether the owner is inside <see cref="Run"/>.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>Runs the parts of [0, count) at once, the first on the calling thread, and returns when all have ended.</summary>
    public void Run(RangeJob job, nint body, int count, int parts)
    {
        while (helpers.Length < parts - 1) helpers = [.. helpers, new Helper(helpers.Length + 1, IdleTime)];
        IsBusy = true;
        var posted = 1;
        try
        {
            for (; posted < parts; posted++) helpers[posted - 1].Post(job, body, Start(posted), Start(posted + 1));
            job.Run(body, 0, Start(1));
        }
        finally
        {
            // Helpers work on memory of the caller's frame: whatever has happened, wait for them first.
            for (var part = 1; part < posted; part++) helpers[part - 1].Join();
            IsBusy = false;
        }
        for (var part = 1; part < parts; part++)
            if (helpers[part - 1].Error is { } error) ExceptionDispatchInfo.Throw(error);

        int Start(int part) => (int)((long)count * part / parts);
    }
}

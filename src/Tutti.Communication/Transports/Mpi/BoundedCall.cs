using System.Runtime.ExceptionServices;

namespace Tutti.Communication.Transports.Mpi;

/// <summary>Calls of MPI that cannot be polled, each on a thread of its own, so that waiting for them has an end.</summary>
internal static class BoundedCall
{
    /// <summary>Runs the call and returns when it has returned, or throws what it threw.</summary>
    /// <returns>False if it did not return in time; its thread ends with the process then.</returns>
    internal static bool TryRun(string name, TimeSpan timeout, Action call)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                call();
            }
            catch (Exception cause)
            {
                failure = ExceptionDispatchInfo.Capture(cause);
            }
        }) { IsBackground = true, Name = name };
        thread.Start();
        if (!thread.Join(timeout)) return false;
        failure?.Throw();
        return true;
    }
}

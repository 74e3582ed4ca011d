using System.Diagnostics;
using System.Runtime.InteropServices;
using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Transports.Mpi;

/// <summary>
/// How the job ends. Orderly: when the process exits with 0, it waits for the others, then finalises MPI. With a fault: it aborts, and
/// mpiexec ends every rank; what it wrote last is the verdict.
/// </summary>
internal sealed unsafe partial class MpiJob
{
    // Ranks may end at different times: one may still write a report.
    private static readonly TimeSpan LongestFinish = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan LongestReading = TimeSpan.FromSeconds(1);

    // FIONREAD of Linux.
    private const nuint UnreadBytes = 0x541B;

    private int ended;
    private volatile bool isGivenUp;

    /// <summary>Happens once, in an orderly end, when all ranks have come to theirs, before MPI is finalised.</summary>
    internal event Action? Finishing;

    /// <summary>The job has faulted: whatever happens, it will not end orderly, for messages may still be under way.</summary>
    internal void GiveUp() => isGivenUp = true;

    /// <summary>Writes the verdict to standard error and has mpiexec end all ranks; does not return.</summary>
    /// <param name="exitCode">mpiexec's; not 0.</param>
    /// <param name="verdict">Its last line: the culprit and the first cause. Null: it has been written.</param>
    internal void Abort(int exitCode, string? verdict)
    {
        if (Interlocked.Exchange(ref ended, 1) != 0) return;
        if (verdict is not null) Say(verdict);
        // MPICH adds a line of its own, here, on standard error. Open MPI does not: see MpiFunctions.Abort.
        if (Library.Family == MpiFamily.Mpich)
        {
            AwaitReaders();
            SilenceStandardError();
        }

        // Whoever is inside MPI may never come out of it; that is no reason to stay.
        var isEntered = Gate.TryEnter(TimeSpan.FromSeconds(1));
        mpi.Abort(Library.Constants.World, exitCode);
        if (isEntered) Gate.Exit();
    }

    private void EndWithTheProcess()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
        AppDomain.CurrentDomain.UnhandledException += (_, failure) => EndBy(failure.ExceptionObject);
    }

    private void End()
    {
        if (Environment.ExitCode != 0)
        {
            Abort(Environment.ExitCode, verdict: null);
            return;
        }

        if (isGivenUp)
        {
            Abort(1, $"MPI: rank {Rank} of {Size} ends a job that has faulted. Its first cause was thrown on this rank.");
            return;
        }

        if (Interlocked.Exchange(ref ended, 1) != 0) return;
        try
        {
            if (Finish() is not { } problem) return;
            ended = 0;
            Abort(1, problem);
        }
        catch (Exception failure) when (failure is MpiException or LinkException)
        {
            ended = 0;
            Abort(1, failure.Message);
        }
    }

    // Finalising waits for all ranks without yielding the core, so ranks meet in a polled barrier first.
    private string? Finish()
    {
        nint barrier = 0;
        lock (Gate) Library.Check(mpi.StartBarrier(Library.Constants.World, &barrier), "MPI_Ibarrier");
        if (!TryFinish(ref barrier, LongestFinish))
            return $"MPI: rank {Rank} of {Size} ended {LongestFinish} before another. Expected all ranks to end. The job is aborted; " +
                "see what the others do.";
        Finishing?.Invoke();
        return BoundedCall.TryRun("mpi-finalize", timeout, FinishForGood)
            ? null
            : $"MPI_Finalize: rank {Rank} of {Size} got no answer for {timeout}. Expected all ranks to finalise. The job is aborted.";
    }

    // The gate stays shut: a thread that still waits for messages must not call a library that has ended.
    private void FinishForGood()
    {
        Gate.Enter();
        Library.Check(mpi.Finish(), "MPI_Finalize");
    }

    // The runtime would end the process by a signal, and mpiexec's paragraph about it would hide the cause.
    private void EndBy(object failure)
    {
        var cause = failure is Exception exception ? $"{exception.GetType().Name}: {exception.Message}" : "no exception of .NET";
        Abort(1, $"{failure}\nMPI: rank {Rank} of {Size} ended the job by an unhandled exception. {cause.ReplaceLineEndings(" ")}");
    }

    // In one piece: no other rank's lines come between, and none of it is cut off when another ends the job.
    private static void Say(string verdict)
    {
        using var error = Console.OpenStandardError();
        error.Write(System.Text.Encoding.UTF8.GetBytes(verdict + "\n"));
    }

    // MPICH's launcher drops what it has not read when it ends the job.
    private static void AwaitReaders()
    {
        if (!OperatingSystem.IsLinux()) return;
        var since = Stopwatch.GetTimestamp();
        for (var file = 1; file <= 2; file++)
        {
            int unread;
            while (Control(file, UnreadBytes, &unread) == 0 && unread > 0 && Stopwatch.GetElapsedTime(since) < LongestReading)
                Thread.Sleep(1);
        }
    }

    private static void SilenceStandardError()
    {
        var nowhere = Open("/dev/null", 1);
        if (nowhere >= 0) _ = Duplicate(nowhere, 2);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int file, nuint request, int* value);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int source, int target);
}

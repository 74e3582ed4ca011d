using Tutti.Cli.Arguments;
using Tutti.Cli.Inference;
using Tutti.Cli.Output;
using Tutti.Learning.Runs;
using Tutti.Learning.Training;

namespace Tutti.Cli.Training;

/// <summary>
/// Who records a run and shows it: rank 0, and after it was lost or has left the rank that follows. Belongs to one rank; not thread-safe.
/// </summary>
/// <param name="display">Who shows progress on the rank that has the duty.</param>
/// <param name="stop">Ends waiting for the lost rank's hold on the run.</param>
internal sealed class RunDuty(TrainingDisplay display, CancellationToken stop) : IDisposable
{
    // A rank that was frozen or cut off holds its files until its launcher, or its own membership, has ended it.
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(10), Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The run, on the rank that has the duty; elsewhere null.</summary>
    internal RunFolder? Run { get; private set; }

    internal TrainingDisplay Display => display;

    /// <summary>The run's folder, on every rank that may take it over; empty: not known yet.</summary>
    internal string Folder { get; set; } = "";

    /// <summary>Which workers were lost or have joined, as far as this rank was there.</summary>
    internal List<WorkersChange> Changes { get; } = [];

    /// <summary>Rank 0 begins.</summary>
    internal void Take(RunFolder run) => (Run, Folder) = (run, run.Path);

    /// <summary>The ranks before this one are lost: goes on with their run, unless it was complete.</summary>
    /// <returns>The run; null if there is nothing left to do.</returns>
    /// <exception cref="IOException">It cannot be opened.</exception>
    internal RunFolder? TakeOver()
    {
        if (Folder.Length == 0 || TrainedModel.FindRun("", new GivenValue("the run", Folder)).Record?.State == RunState.Finished) return null;
        var started = Environment.TickCount64;
        while (true)
        {
            try
            {
                Run = RunFolder.Open(Folder);
                return Run;
            }
            catch (IOException) when (Environment.TickCount64 - started < LongestHold.TotalMilliseconds)
            {
                stop.WaitHandle.WaitOne(Pause);
                stop.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Leaves the run to the rank that follows, at once.</summary>
    internal void Release()
    {
        Run?.Dispose();
        Run = null;
    }

    public void Dispose() => Release();
}

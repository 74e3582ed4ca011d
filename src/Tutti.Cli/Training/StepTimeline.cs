using System.Diagnostics;
using Tutti.Communication;
using Tutti.Communication.Tracing;
using Tutti.Learning.Training;

namespace Tutti.Cli.Training;

/// <summary>Notes a rank's steps and epochs on the timeline that its collectives are noted on.</summary>
internal sealed class StepTimeline : TrainingObserver
{
    private const string Category = "training";

    private readonly Timeline timeline;
    private long stepStart, epochStart;

    internal StepTimeline(World world)
    {
        timeline = new Timeline();
        world.Group.Timeline = timeline;
    }

    /// <summary>
    /// After a fault ranks cannot join their timelines: each that lives writes its own beside the file, as <c>trace.rank1.json</c> beside
    /// <c>trace.json</c>. One that cannot be written must not hide the fault.
    /// </summary>
    internal static void WriteWhatIsLeft(World world, string path)
    {
        try
        {
            world.Group.Timeline?.WriteOwn(world.Group, Path.ChangeExtension(path, $"rank{world.Rank}{Path.GetExtension(path)}"));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
        }
    }

    public override void TrainingStarted(TrainingPlan plan) => stepStart = epochStart = Stopwatch.GetTimestamp();

    public override void StepEnded(in StepReport step)
    {
        timeline.Add("step", Category, stepStart, step.Step);
        stepStart = Stopwatch.GetTimestamp();
    }

    public override void EpochEnded(EpochReport epoch)
    {
        timeline.Add("epoch", Category, epochStart, epoch.Epoch);
        stepStart = epochStart = Stopwatch.GetTimestamp();
    }
}

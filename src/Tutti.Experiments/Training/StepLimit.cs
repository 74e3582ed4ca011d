using Tutti.Learning.Training;

namespace Tutti.Experiments.Training;

/// <summary>Ends a training after some steps.</summary>
internal sealed class StepLimit(Trainer trainer, int stepCount) : TrainingObserver
{
    public override void StepEnded(in StepReport step)
    {
        if (step.Step >= stepCount) trainer.RequestStop();
    }
}

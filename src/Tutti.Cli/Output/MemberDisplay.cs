using Tutti.Distributed.Ensembles;

namespace Tutti.Cli.Output;

/// <summary>Tells on standard error how far members are: a line for each stage of each; nothing if quiet.</summary>
internal sealed class MemberDisplay(Terminal terminal, bool isQuiet) : IProgress<EnsembleTrainingProgress>
{
    private readonly Lock gate = new();

    public void Report(EnsembleTrainingProgress value)
    {
        if (isQuiet) return;
        var what = value.Stage switch
        {
            MemberStage.Training => "is trained",
            MemberStage.Saved => "is saved",
            _ => "is kept, as it was saved before",
        };
        lock (gate) terminal.Error.WriteLine($"{value.Name} {what}");
    }
}

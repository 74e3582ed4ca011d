namespace Tutti.Distributed.Ensembles;

/// <summary>Tells from members' records how far workers are, whatever they are.</summary>
internal sealed class TrainingWatch(MemberWork work, IProgress<EnsembleTrainingProgress>? progress)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly MemberStage?[] told = new MemberStage?[work.Names.Length];

    /// <summary>Looks again and again until it is stopped, and once more.</summary>
    public async Task FollowAsync(CancellationToken stop)
    {
        if (progress is null) return;
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false)) Look();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Look();
        }
    }

    public void Tell(int member, MemberStage stage)
    {
        if (told[member] == stage) return;
        told[member] = stage;
        progress?.Report(new EnsembleTrainingProgress(member, work.Names[member], stage));
    }

    private void Look()
    {
        foreach (var member in work.Missing)
        {
            if (told[member] == MemberStage.Saved || MemberRecord.TryRead(work.Folder, member, work.FingerprintOf(member)) is not { } record)
                continue;
            Tell(member, MemberStage.Training);
            if (record.Member is not null) Tell(member, MemberStage.Saved);
        }
    }
}

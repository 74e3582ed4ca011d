using Tutti.Communication;
using Tutti.Learning.Data;
using Tutti.Learning.Ensembles;

namespace Tutti.Distributed.Ensembles;

/// <summary>What every worker does: takes the next task that nobody has taken, until there is none.</summary>
internal static class WorkerTasks
{
    internal static MemberReport[] Run(World world, MemberJob job, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, world.Faulted);
        var (data, reports) = (job.Data, new List<MemberReport>());
        var threads = job.ComputeThreads ?? Math.Max(1, Environment.ProcessorCount / world.LocalSize);
        for (var index = 0; index < job.Tasks.Count; index++)
        {
            either.Token.ThrowIfCancellationRequested();
            if (!TryTake(job.ClaimPath(index))) continue;
            data ??= SampleFile.Read(job.DataPath);
            reports.Add(Do(job, index, data, threads, either.Token));
        }
        return [.. reports];
    }

    private static MemberReport Do(MemberJob job, int index, ISampleSource data, int threads, CancellationToken cancellation)
    {
        var outcome = MemberOutcome.Of(job.Tasks[index], data, job.ClassCount, threads, cancellation);
        SampleFile.WriteNumbers(job.PredictionsPath(index), outcome.Probabilities);
        if (job.Tasks[index].KeepsModel) outcome.Model!.Save(job.ModelPath(index));
        return new MemberReport(index, outcome.FitTime, outcome.PredictTime);
    }

    // A file is made by one only, also among processes and on file systems that machines share.
    private static bool TryTake(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }
}

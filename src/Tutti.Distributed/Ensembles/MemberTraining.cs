using System.Reflection;
using System.Text.Json;
using Tutti.Communication;
using Tutti.Communication.Launching;
using Tutti.Communication.Launching.Functions;

namespace Tutti.Distributed.Ensembles;

/// <summary>A worker's part in the training of an ensemble.</summary>
internal static class MemberTraining
{
    /// <summary>Trains this worker's members, one after the other. Static and not generic, so that it can travel.</summary>
    public static int Run(World world, MemberWork work, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, world.Faulted);
        var trained = 0;
        for (var i = world.Rank; i < work.Missing.Length; i += world.Size, trained++)
        {
            stop.Token.ThrowIfCancellationRequested();
            Train(new MemberPlace(work.Missing[i], work.Names.Length, world, stop.Token), work);
        }
        // A rank of MPI that left early would end the job of those who still train.
        if (world.Isolation == Isolation.Mpi) world.Group.Barrier();
        return trained;
    }

    private static void Train(MemberPlace place, MemberWork work)
    {
        var (member, name) = (place.Member, work.Names[place.Member]);
        var (path, record) = (MemberRecord.PathOf(work.Folder, member), new MemberRecord(work.FingerprintOf(member), place.World.Rank, null));
        try
        {
            EnsembleJson.Write(path, record);
            var trained = Call(place, work) ?? throw new InvalidOperationException("The training function returned null.");
            if (trained.TrainingSamples < 0 || trained.ValidationScore is not (null or (>= 0 and <= 1)))
                throw new InvalidOperationException(
                    $"The training function returned {trained.TrainingSamples} training samples and validation score " +
                    $"{trained.ValidationScore}. Expected at least 0, and 0 to 1 or null.");
            var model = MemberRecord.ModelPathOf(work.Folder, member);
            trained.Detector.Save(model);
            EnsembleJson.Write(path, record with
            {
                Member = new ManifestMember(
                    name, Path.GetFileName(model), trained.Detector.Version, trained.TrainingSamples, trained.ValidationScore, trained.Remarks),
            });
        }
        catch (Exception failure) when (!(failure is OperationCanceledException && place.Cancellation.IsCancellationRequested))
        {
            throw new MemberException(
                $"PartitionEnsemble: '{name}' (member {member} of {work.Names.Length}) was not trained. Got {failure.GetType().Name}: " +
                $"{failure.Message} Expected every member to be. Mend the cause and train again: members that are saved are kept.", failure);
        }
    }

    private static TrainedMember? Call(MemberPlace place, MemberWork work)
    {
        var method = FunctionReference.Parse(work.Function).Resolve();
        var arguments = JsonSerializer.Deserialize(work.Arguments, method.GetParameters()[1].ParameterType, PartitionEnsemble.Json);
        return (TrainedMember?)method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [place, arguments], null);
    }
}

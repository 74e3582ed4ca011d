using System.Diagnostics;
using Tutti.Learning.Data;
using Tutti.Learning.Modules;
using Tutti.Tensors;

namespace Tutti.Learning.Training;

// Workers may be lost, join and leave while a training goes on. All of them hold all of it after each step, so the memory of any survivor is the
// checkpoint: whoever is in the middle of a step drops it and goes to where the most advanced survivor is.
public sealed partial class Trainer
{
    private void RunTogether(ISampleSource training, ISampleSource? validation, CancellationToken cancellation)
    {
        var (isStarted, isTogether) = (false, false);
        Interruption? interruption = null;
        while (true)
        {
            try
            {
                if (!isTogether) Regroup(interruption, ref isStarted);
                (isTogether, interruption) = (true, null);
                RunEpochs(training, validation, cancellation);
                return;
            }
            catch (Exception) when (strategy.HasLeft)
            {
                progress!.Stop();
                return;
            }
            catch (Exception failure) when (strategy.CanRecover(failure))
            {
                // One that happens while the workers regroup belongs to the first.
                interruption = interruption is null
                    ? new Interruption(failure, failure.Message, strategy.WorkerCount, Stopwatch.GetTimestamp())
                    : interruption with { Failure = failure };
                isTogether = false;
            }
        }
    }

    private void Regroup(Interruption? interruption, ref bool isStarted)
    {
        var before = progress!.State;
        strategy.Regroup(new Replica(this), interruption?.Failure);
        if (!isStarted)
        {
            var plan = new TrainingPlan(
                options.EpochCount, progress.Plan.StepCount, progress.Plan.SampleCount, strategy.WorkerCount, strategy.ShardCount,
                progress.StepCount);
            Tell(observer => observer.TrainingStarted(plan));
        }
        else TellWhatOthersDid(before);
        isStarted = true;
        if (interruption is null) return;
        var change = new WorkersChange(
            progress.EpochCount + 1, progress.StepCount, strategy.Rank, interruption.WorkersBefore, strategy.WorkerCount, interruption.Reason,
            Stopwatch.GetElapsedTime(interruption.Since), progress.StepInEpoch == 0 ? lastEpoch : null);
        foreach (var observer in Observers) observer.WorkersChanged(change);
    }

    // Whoever was lost may have been the last that some had waited for: others are then one step, or an epoch's end, ahead.
    private void TellWhatOthersDid(ProgressState before)
    {
        foreach (var observer in Observers)
        {
            if (progress!.StepCount > before.StepCount && lastStep is { } step) observer.StepEnded(step);
            if (progress.EpochCount > before.EpochCount && lastEpoch is { } epoch) observer.EpochEnded(epoch);
        }
    }

    private sealed record Interruption(Exception Failure, string Reason, int WorkersBefore, long Since);

    private sealed class Replica(Trainer trainer) : ITrainingReplica
    {
        public long Progress => trainer.progress!.StepCount + trainer.progress.EpochCount;

        public byte[] Write()
        {
            var (network, optimizer, progress) = (trainer.network.State, trainer.optimizer.State.ToArray(), trainer.progress!);
            var state = new ReplicaState(
                trainer.StateOf(progress), progress.WasStopped, trainer.lastStep, trainer.lastEpoch,
                [.. network.Select(entry => ReplicaState.Describe(entry.Name, entry.Value))],
                [.. optimizer.Select(entry => ReplicaState.Describe(entry.Name, entry.Value))]);
            return state.Pack([.. network.Select(entry => entry.Value), .. optimizer.Select(entry => entry.Value)]);
        }

        public void Read(ReadOnlySpan<byte> packed)
        {
            var state = ReplicaState.Unpack(packed, out var values);
            var (network, progress) = (trainer.network.State, trainer.progress!);
            state.Training.CheckFits(trainer.Facts(progress), progress.Plan);
            state.CheckFits(network);
            ReadOptimizer(state, values[(int)state.Model.Sum(part => part.ByteCount)..]);
            foreach (var (_, value) in network)
            {
                var target = ModuleWeights.BytesOf(value);
                values[..target.Length].CopyTo(target);
                values = values[target.Length..];
            }
            progress.Resume(state.Training.Progress, state.WasStopped);
            trainer.monitor.State = state.Training.Monitor;
            progress.StoppedEarly = trainer.HasLostPatience(progress);
            if (state.Training.Plateau is { } plateau) trainer.plateau?.Restore(plateau);
            (trainer.lastStep, trainer.lastEpoch) = (state.LastStep, state.LastEpoch);
        }

        private void ReadOptimizer(ReplicaState state, ReadOnlySpan<byte> values)
        {
            var memory = new List<(string, Tensor)>(state.Memory.Count);
            foreach (var (name, byteCount) in state.Memory)
            {
                var tensor = Tensor.Zeros([(int)(byteCount / sizeof(float))]);
                values[..(int)byteCount].CopyTo(ModuleWeights.BytesOf(tensor));
                values = values[(int)byteCount..];
                memory.Add((name, tensor));
            }
            try
            {
                trainer.optimizer.RestoreState(state.Training.OptimizerSteps, memory);
            }
            catch (ArgumentException problem)
            {
                throw new InvalidDataException($"Trainer: another worker's optimizer is another one. {problem.Message}", problem);
            }
        }
    }
}

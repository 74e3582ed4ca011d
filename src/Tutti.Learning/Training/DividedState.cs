using System.Runtime.InteropServices;
using Tutti.Learning.Checkpoints;
using Tutti.Learning.Modules;

namespace Tutti.Learning.Training;

/// <summary>
/// A training state of which other ranks have parts. Rank 0 writes it while the others give theirs, tensor by tensor, so that it never holds
/// more than one of them besides its own. Not thread-safe.
/// </summary>
/// <param name="strategy">Who takes part.</param>
/// <param name="divided">What is divided.</param>
internal sealed class DividedState(ITrainingStrategy strategy, IReadOnlyList<IDividedTensors> divided)
{
    private bool isListening = strategy.WorkerCount == 1;

    /// <summary>On rank 0 what observers do, who may write a state meanwhile; elsewhere the answers to it. Collective.</summary>
    internal void Serve(Action observe)
    {
        if (strategy.WorkerCount == 1)
        {
            observe();
            return;
        }
        isListening = strategy.Rank == 0;
        try
        {
            observe();
        }
        finally
        {
            isListening = false;
        }
        while (Ask(false))
            foreach (var tensors in divided)
            {
                var count = tensors.Entries.Count;
                for (var index = 0; index < count; index++) tensors.Join(index);
            }
    }

    /// <summary>Writes a file with tensors that rank 0 has and, behind them, all that are divided. On rank 0, while the others listen.</summary>
    internal void Write(string path, IReadOnlyList<NamedTensor> whole, IReadOnlyDictionary<string, string> texts)
    {
        if (!isListening)
            throw new InvalidOperationException(
                $"SaveState: parts of the state are with other workers. Got a call on rank {strategy.Rank} of '{strategy.Name}' that they do not " +
                "expect. Expected one of rank 0's observers while it is told of a step, an epoch or the beginning. Call it from there.");
        (IDividedTensors Of, int Index, SafetensorsEntry Entry)[] parts =
            [.. divided.SelectMany(tensors => tensors.Entries.Select((entry, index) => (tensors, index, entry)))];
        var (joined, isJoining) = (0, false);
        try
        {
            SafetensorsFile.Write(path, [.. ModuleWeights.Entries(whole), .. parts.Select(part => part.Entry)], index =>
            {
                if (index < whole.Count) return ModuleWeights.BytesOf(whole[index].Value);
                isJoining = true;
                if (joined == 0) Ask(true);
                var values = JoinNext();
                isJoining = false;
                return MemoryMarshal.AsBytes(values);
            }, texts);
        }
        catch when (joined > 0 && !isJoining)
        {
            // The others give every part whatever has happened here, and who catches this goes on with them.
            while (joined < parts.Length) JoinNext();
            throw;
        }
        GC.KeepAlive(whole); // the writer holds spans only

        ReadOnlySpan<float> JoinNext()
        {
            var (tensors, index, _) = parts[joined++];
            return tensors.Join(index);
        }
    }

    // What rank 0 says.
    private bool Ask(bool isWanted) => strategy.Gather([isWanted ? 1 : 0])[0] != 0;
}

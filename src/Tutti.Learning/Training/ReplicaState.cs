using System.Buffers.Binary;
using System.Text.Json;
using Tutti.Learning.Modules;
using Tutti.Tensors;

namespace Tutti.Learning.Training;

/// <summary>
/// A replica as it travels: bytes 0–3 the length of a JSON text, little endian, the text, then the values of the network's state and of the
/// optimizer's memory one after another. Which those are, the text says.
/// </summary>
/// <param name="Training">What a state file says, too.</param>
/// <param name="WasStopped">Whether the last step was to be the last.</param>
/// <param name="LastStep">What the last step gave; null before the first.</param>
/// <param name="LastEpoch">What the last epoch gave; null before the end of the first.</param>
/// <param name="Model">Names and byte counts of the network's state.</param>
/// <param name="Memory">Names and byte counts of the optimizer's memory.</param>
internal sealed record ReplicaState(
    TrainingState Training, bool WasStopped, StepReport? LastStep, EpochReport? LastEpoch, IReadOnlyList<ReplicaPart> Model,
    IReadOnlyList<ReplicaPart> Memory)
{
    private const int PrefixBytes = sizeof(int);

    internal static ReplicaPart Describe(string name, Tensor value) =>
        new(name, ModuleWeights.BytesOf(value).Length);

    internal byte[] Pack(IEnumerable<Tensor> values)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(this, TrainingState.Format);
        var total = PrefixBytes + text.Length + Model.Concat(Memory).Sum(part => part.ByteCount);
        if (total > Array.MaxLength)
            throw new InvalidOperationException(
                $"Trainer: the replica is too large to be handed to another worker. Got {total} bytes. Expected at most {Array.MaxLength}. " +
                "Resume from the training state instead.");
        var packed = new byte[total];
        BinaryPrimitives.WriteInt32LittleEndian(packed, text.Length);
        text.CopyTo(packed, PrefixBytes);
        var rest = packed.AsSpan(PrefixBytes + text.Length);
        foreach (var value in values)
        {
            var bytes = ModuleWeights.BytesOf(value);
            bytes.CopyTo(rest);
            rest = rest[bytes.Length..];
        }
        return packed;
    }

    /// <summary>Reads the text; what follows it is as long as it says.</summary>
    internal static ReplicaState Unpack(ReadOnlySpan<byte> packed, out ReadOnlySpan<byte> values)
    {
        try
        {
            var length = packed.Length < PrefixBytes ? -1 : BinaryPrimitives.ReadInt32LittleEndian(packed);
            if (length < 0 || length > packed.Length - PrefixBytes) throw Damaged($"{packed.Length} bytes");
            var state = JsonSerializer.Deserialize<ReplicaState>(packed.Slice(PrefixBytes, length), TrainingState.Format)
                ?? throw Damaged("nothing");
            values = packed[(PrefixBytes + length)..];
            if (state.Model.Concat(state.Memory).Sum(part => part.ByteCount) != values.Length) throw Damaged($"{values.Length} bytes of values");
            return state;
        }
        catch (JsonException problem)
        {
            throw Damaged(problem.Message);
        }
    }

    /// <summary>Refuses the state of another network.</summary>
    internal void CheckFits(IReadOnlyList<NamedTensor> network)
    {
        ReplicaPart[] own = [.. network.Select(entry => Describe(entry.Name, entry.Value))];
        var index = 0;
        while (index < Math.Min(own.Length, Model.Count) && own[index] == Model[index]) index++;
        if (index == own.Length && index == Model.Count) return;
        throw new InvalidDataException(
            $"Trainer: another worker trains another network. Got {Name(Model, index)}. Expected {Name(own, index)}. " +
            "Start every worker with the same model.");
    }

    private static string Name(IReadOnlyList<ReplicaPart> parts, int index) =>
        index < parts.Count ? $"'{parts[index].Name}' of {parts[index].ByteCount} bytes" : "no further tensor";

    private static InvalidDataException Damaged(string got) => new(
        $"Trainer: another worker's replica cannot be understood. Got {got}. Expected what ITrainingReplica.Write gives. " +
        "Start every worker with the same version.");
}

/// <summary>A tensor of a replica.</summary>
internal sealed record ReplicaPart(string Name, long ByteCount);

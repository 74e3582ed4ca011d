using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Tutti.Communication.Collectives;

namespace Tutti.Communication.Transports.Messages;

/// <summary>
/// Letters of any length between this rank and the others of its group, in which nobody can be late: nothing has a deadline, and a rank that
/// is silent faults nothing. A letter is two messages, its length and its bytes. Used by one thread, which calls <see cref="Move"/> again
/// and again; the job's other messages go on beside it.
/// </summary>
internal sealed unsafe class Mailbox
{
    private const int LengthBytes = sizeof(long);
    private const long MostLetterBytes = 1L << 30;

    private readonly MessageEngine engine;
    private readonly MessageContext context;
    private readonly Func<CollectiveCall> call;
    private readonly int tag;
    private readonly Transfer?[] coming;
    private readonly bool[] isLength;
    private readonly List<Transfer> leaving = [];
    private int round;

    /// <param name="engine">Moves letters.</param>
    /// <param name="context">The group.</param>
    /// <param name="tag">Tells letters apart from other messages; the same on all ranks, used by nobody else.</param>
    /// <param name="call">What errors tell.</param>
    internal Mailbox(MessageEngine engine, MessageContext context, int tag, Func<CollectiveCall> call)
    {
        (this.engine, this.context, this.tag, this.call) = (engine, context, tag, call);
        coming = new Transfer?[context.Ranks.Length];
        isLength = new bool[coming.Length];
        for (var member = 0; member < coming.Length; member++)
            if (member != context.Rank) Expect(member, LengthBytes);
    }

    /// <summary>Whether nothing is on its way out.</summary>
    internal bool HasSentAll => leaving.TrueForAll(transfer => transfer.IsDone);

    /// <summary>Starts to send a letter, which is copied.</summary>
    internal void Post(int member, ReadOnlySpan<byte> letter)
    {
        leaving.RemoveAll(transfer => transfer.IsDone);
        Span<byte> length = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteInt64LittleEndian(length, letter.Length);
        Send(member, length);
        Send(member, letter);
    }

    /// <summary>Takes the next letter of a rank, if it has come in whole.</summary>
    internal bool TryTake(int member, out byte[] letter)
    {
        letter = [];
        while (coming[member] is { } transfer)
        {
            if (transfer.Disagreement is { } other) throw new LinkException(transfer.Peer, $"What came is no letter: {other.Contract}.");
            if (!transfer.IsDone) return false;
            var bytes = (byte[])transfer.Memory!;
            if (!isLength[member])
            {
                Expect(member, LengthBytes);
                letter = bytes;
                return true;
            }
            var length = BinaryPrimitives.ReadInt64LittleEndian(bytes);
            if (length is < 0 or > MostLetterBytes) throw new LinkException(transfer.Peer, $"What came is no letter: {length} bytes.");
            Expect(member, length);
            isLength[member] = false;
        }
        return false;
    }

    /// <summary>Moves what can be moved; if that is nothing, waits a little, at most for the limit.</summary>
    /// <returns>Whether anything moved.</returns>
    /// <exception cref="CommunicationException">The job has faulted.</exception>
    internal bool Move(TimeSpan limit)
    {
        var outcome = engine.Step(round, limit, out var hasMoved);
        round = hasMoved ? 0 : round + 1;
        return outcome.IsDone
            ? hasMoved
            : throw EngineFaults.Settle(engine, context, new TransferBatch(engine, context), outcome, call(), rank => rank);
    }

    /// <summary>Whether a rank has ended its work and sends nothing any more. Asked after a <see cref="Move"/> that moved nothing.</summary>
    internal bool HasLeft(int member) => engine.HasLeft(context, member);

    /// <summary>Ends a <see cref="Move"/> that waits. Any thread.</summary>
    internal void Wake() => engine.Transport.Wake();

    private void Expect(int member, long bytes)
    {
        var transfer = Next(member, GC.AllocateUninitializedArray<byte>((int)bytes, pinned: true), isIncoming: true);
        (coming[member], isLength[member]) = (transfer, bytes == LengthBytes);
        engine.Receive(transfer);
    }

    private void Send(int member, ReadOnlySpan<byte> bytes)
    {
        var memory = GC.AllocateUninitializedArray<byte>(bytes.Length, pinned: true);
        bytes.CopyTo(memory);
        var transfer = Next(member, memory, isIncoming: false);
        leaving.Add(transfer);
        engine.Send(transfer);
    }

    private Transfer Next(int member, byte[] memory, bool isIncoming)
    {
        var contract = new CollectiveHeader(CollectiveOperation.Send, ElementKinds.Of<byte>(), memory.Length, tag);
        return new Transfer
        {
            Peer = context.Ranks[member], IsIncoming = isIncoming, Memory = memory,
            Header = new MessageHeader(
                MessageKind.PointToPoint, context.Number, tag, 0, contract, memory.Length, engine.Transport.Generation),
            Address = memory.Length == 0 ? 0 : (nint)Unsafe.AsPointer(ref memory[0]),
        };
    }
}

using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Tests.Transports.Messages;

/// <summary>Gives bytes in pieces of random length, then ends; what is sent disappears.</summary>
internal sealed class ScriptedLink(System.Random random) : Link
{
    private byte[] bytes = [];
    private int position;

    internal override bool IsClosed => position == bytes.Length;

    internal void Give(byte[] next) => (bytes, position) = (next, 0);

    internal override int TrySend(ReadOnlySpan<byte> sent) => sent.Length;

    internal override int TryReceive(Span<byte> target)
    {
        var length = Math.Min(Math.Min(target.Length, bytes.Length - position), random.Next(1, 200));
        bytes.AsSpan(position, length).CopyTo(target);
        position += length;
        return length;
    }

    internal override void CloseSending()
    {
    }

    public override void Dispose()
    {
    }
}

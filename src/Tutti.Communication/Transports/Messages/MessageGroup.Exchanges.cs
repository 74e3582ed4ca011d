using Tutti.Communication.Collectives;

namespace Tutti.Communication.Transports.Messages;

internal sealed unsafe partial class MessageGroup
{
    private protected override void ExchangeCore(in CollectiveHeader header, ReadOnlySpan<byte> source, Span<byte> target, Routing routing)
    {
        Enter(header);
        fixed (byte* from = source, to = target)
        {
            // A rank that sends nothing, or hears from few, would leave before it knows that all agree.
            if (routing.IsRooted || routing.LongestSource() == 0) Synchronize();
            if (!routing.IsBroadcast) Exchange(from, to, routing);
            else if (target.Length <= Tuning.TreeBytes || Size <= 2) PassDown(routing.OnlySource, to, target.Length);
            else ScatterAndGather(routing.OnlySource, to, target.Length);
        }
    }

    // Every pair of ranks directly, each rank in another order, so that nobody is everybody's first.
    private void Exchange(byte* from, byte* to, Routing routing)
    {
        for (var distance = 1; distance < Size; distance++)
        {
            var (ahead, behind) = (Ahead(distance), Behind(distance));
            var incoming = routing.Between(behind, Rank);
            batch.Receive(behind, (nint)(to + incoming.Target), incoming.Length, evenEmpty: !routing.IsRooted);
            var outgoing = routing.Between(Rank, ahead);
            batch.Send(ahead, (nint)(from + outgoing.Source), outgoing.Length, evenEmpty: !routing.IsRooted);
        }

        var own = routing.Between(Rank, Rank);
        if (!own.IsEmpty && from + own.Source != to + own.Target)
            Buffer.MemoryCopy(from + own.Source, to + own.Target, own.Length, own.Length);
        AwaitAll();
    }

    // A binomial tree: who has the data passes it on to the rank half of the remaining distance away.
    private void PassDown(int root, byte* data, long bytes)
    {
        var position = (Rank - root + Size) % Size;
        var reach = 1;
        while (reach < Size && (position & reach) == 0) reach *= 2;
        if (position > 0)
        {
            batch.Receive((position - reach + root) % Size, (nint)data, bytes);
            AwaitAll();
        }

        for (var distance = reach / 2; distance > 0; distance /= 2)
            if (position + distance < Size)
                batch.Send((position + distance + root) % Size, (nint)data, bytes);
        AwaitAll();
    }

    // The root gives each other rank a chunk, which that rank gives to the rest, segment by segment as they come.
    private void ScatterAndGather(int root, byte* data, long bytes)
    {
        if (Rank == root) Scatter(root, data, bytes);
        else PassOn(root, data, bytes);
        AwaitAll();
    }

    private void Scatter(int root, byte* data, long bytes)
    {
        for (var segment = 0L; segment < SegmentsOf(bytes); segment++)
        {
            for (var distance = 1; distance < Size; distance++)
            {
                var (start, length) = SegmentOf(Ahead(distance), root, bytes, segment);
                batch.Send(Ahead(distance), (nint)(data + start), length);
            }
        }
    }

    private void PassOn(int root, byte* data, long bytes)
    {
        var segments = SegmentsOf(bytes);
        // The own chunk's segments are started first, so that their positions are known: as many as are not empty.
        var awaited = batch.Count;
        for (var segment = 0L; segment < segments; segment++)
        {
            var (start, length) = SegmentOf(Rank, root, bytes, segment);
            batch.Receive(root, (nint)(data + start), length);
        }

        for (var segment = 0L; segment < segments; segment++)
        {
            for (var distance = 1; distance < Size; distance++)
            {
                if (Behind(distance) == root) continue;
                var (start, length) = SegmentOf(Behind(distance), root, bytes, segment);
                batch.Receive(Behind(distance), (nint)(data + start), length);
            }
        }

        for (var segment = 0L; segment < segments; segment++)
        {
            var (start, length) = SegmentOf(Rank, root, bytes, segment);
            if (length == 0) break;
            Await(awaited, ++awaited);
            for (var distance = 1; distance < Size; distance++)
                if (Ahead(distance) != root)
                    batch.Send(Ahead(distance), (nint)(data + start), length);
        }
    }

    // All ranks but the root have chunks, equally long up to a byte.
    private (long Start, long Length) SegmentOf(int rank, int root, long bytes, long segment)
    {
        var index = (rank - root - 1 + Size) % Size;
        var (start, end) = (bytes * index / (Size - 1), bytes * (index + 1) / (Size - 1));
        var first = Math.Min(end, start + segment * SegmentLength(1));
        return (first, Math.Min(end, first + SegmentLength(1)) - first);
    }

    private long SegmentsOf(long bytes) => ((bytes + Size - 2) / (Size - 1) + SegmentLength(1) - 1) / SegmentLength(1);
}

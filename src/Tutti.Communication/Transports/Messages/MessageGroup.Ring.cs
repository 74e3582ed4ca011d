using Tutti.Communication.Transports.Reductions;

namespace Tutti.Communication.Transports.Messages;

internal sealed unsafe partial class MessageGroup
{
    // Chunk r goes round from rank r and gathers every rank's values until rank r − 1 has its sum, which then goes round once more. Each
    // segment is sent on as soon as it is there, so that all links are busy.
    private void RunRing<T>(T* values, long count, Reducer<T> reducer) where T : unmanaged
    {
        try
        {
            GoRound(values, count, reducer);
        }
        catch (Exception cause)
        {
            GiveUp(cause);
            throw;
        }
    }

    private void GoRound<T>(T* values, long count, Reducer<T> reducer) where T : unmanaged
    {
        var perLine = FixedTree.LineBytes / sizeof(T);
        var longest = ((count + perLine - 1) / perLine + Size - 1) / Size * perLine;
        var staging = (T*)Staging(2 * longest * sizeof(T));
        SendChunk(values, Rank, count);
        for (var step = 1; step < Size; step++)
            Accumulate(values, ChunkOf<T>(Behind(step), count), staging + step % 2 * longest, reducer, isLast: step == Size - 1);
        // The results will overwrite what was sent.
        AwaitAll();
        for (var step = 0; step < Size - 1; step++) PassResult(values, count, step);
        AwaitAll();
    }

    private void Accumulate<T>(T* values, (long Start, long End) chunk, T* received, Reducer<T> reducer, bool isLast) where T : unmanaged
    {
        var position = batch.Count;
        ReceiveChunk(received - chunk.Start, chunk);
        for (var start = chunk.Start; start < chunk.End; start += SegmentLength(sizeof(T)))
        {
            var length = (int)Math.Min(SegmentLength(sizeof(T)), chunk.End - start);
            Await(position, ++position);
            reducer.Combine(received + (start - chunk.Start), values + start, values + start, length);
            if (isLast) reducer.Finish(values + start, length, Size);
            else batch.Send(Ahead(1), (nint)(values + start), (long)length * sizeof(T));
        }
    }

    private void PassResult<T>(T* values, long count, int step) where T : unmanaged
    {
        var position = batch.Count;
        var chunk = ChunkOf<T>(Behind(step), count);
        ReceiveChunk(values, chunk);
        var end = batch.Count;
        if (step == 0) SendChunk(values, Ahead(1), count);
        for (var start = chunk.Start; position < end; start += SegmentLength(sizeof(T)))
        {
            Await(position, ++position);
            if (step < Size - 2) SendSegment(values, start, chunk.End);
        }
    }

    private void SendChunk<T>(T* values, int index, long count) where T : unmanaged
    {
        var (first, end) = ChunkOf<T>(index, count);
        for (var start = first; start < end; start += SegmentLength(sizeof(T))) SendSegment(values, start, end);
    }

    private void SendSegment<T>(T* values, long start, long chunkEnd) where T : unmanaged =>
        batch.Send(Ahead(1), (nint)(values + start), Math.Min(SegmentLength(sizeof(T)), chunkEnd - start) * sizeof(T));

    private void ReceiveChunk<T>(T* target, (long Start, long End) chunk) where T : unmanaged
    {
        for (var start = chunk.Start; start < chunk.End; start += SegmentLength(sizeof(T)))
            batch.Receive(Behind(1), (nint)(target + start), Math.Min(SegmentLength(sizeof(T)), chunk.End - start) * sizeof(T));
    }

    private (long Start, long End) ChunkOf<T>(int index, long count) where T : unmanaged =>
        FixedTree.RangeOf(index, Size, count, sizeof(T));

    // One message each.
    private long SegmentLength(int elementBytes) => Math.Min(Tuning.SegmentBytes, Tuning.MessageBytes) / elementBytes;
}

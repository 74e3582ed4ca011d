using Tutti.Communication.Collectives;
using Tutti.Communication.Transports.Reductions;

namespace Tutti.Communication.Transports.Memory;

// Between processes: every window of the data is one phase. A rank stages only what others read, reads its own data where they are, and
// writes to its own staging area only.
internal sealed unsafe partial class MemoryGroup
{
    /// <summary>
    /// Up to so many bytes of all ranks together every rank reduces everything itself: that costs less than waiting for the others a second
    /// time.
    /// </summary>
    private const int RedundantBytes = 16_384;

    private void ExchangeStaged(in CollectiveHeader header, byte* source, long sourceLength, byte* target, Routing routing)
    {
        var longest = routing.LongestSource();
        for (long start = 0; start == 0 || start < longest; start += board.WindowBytes)
        {
            var length = Math.Min(board.WindowBytes, longest - start);
            if (Size > 1) Copy(source + start, (void*)NextStaging(), Math.Min(length, sourceLength - start));
            Enter(header);
            for (var peer = 0; peer < Size; peer++)
            {
                var route = routing.Between(peer, Rank);
                var first = Math.Max(route.Source, start);
                var end = Math.Min(route.Source + route.Length, start + length);
                var window = peer == Rank ? source + start : (byte*)Staging(peer);
                Copy(window + (first - start), target + route.Target + (first - route.Source), end - first);
            }
        }
    }

    private void ReduceStaged<T>(in CollectiveHeader header, T* source, T* target, long count, Reducer<T> reducer, int root)
        where T : unmanaged
    {
        if (count * sizeof(T) * Size <= RedundantBytes)
        {
            ReduceRedundantly(header, source, target, count, reducer, root);
            return;
        }

        var window = board.WindowBytes / sizeof(T);
        for (long start = 0; start < count; start += window)
            ReduceWindow(header, source + start, target + start, Math.Min(window, count - start), reducer, root);
    }

    private void ReduceRedundantly<T>(in CollectiveHeader header, T* source, T* target, long count, Reducer<T> reducer, int root)
        where T : unmanaged
    {
        Copy(source, (void*)NextStaging(), count * sizeof(T));
        Enter(header);
        if (root is not AllRanks && root != Rank) return;
        for (var peer = 0; peer < Size; peer++) addresses[peer] = Staging(peer);
        addresses[Size] = (nint)target;
        Reduce(reducer, 1, 0, count);
    }

    // A rank reduces its range into its target and into its staging area, from where the others fetch it.
    private void ReduceWindow<T>(in CollectiveHeader header, T* source, T* target, long length, Reducer<T> reducer, int root)
        where T : unmanaged
    {
        var (first, end) = FixedTree.RangeOf(Rank, Size, length, sizeof(T));
        var staging = (T*)NextStaging();
        Copy(source, staging, first * sizeof(T));
        Copy(source + end, staging + end, (length - end) * sizeof(T));
        Enter(header);

        var isTarget = root is AllRanks || root == Rank;
        for (var peer = 0; peer < Size; peer++) addresses[peer] = peer == Rank ? (nint)source : Staging(peer);
        addresses[Size] = (nint)(isTarget ? target : staging);
        addresses[Size + 1] = (nint)staging;
        Reduce(reducer, root is AllRanks && Size > 1 ? 2 : 1, first, end);
        Leave();

        if (!isTarget) return;
        for (var peer = 0; peer < Size; peer++)
        {
            if (peer == Rank) continue;
            (first, end) = FixedTree.RangeOf(peer, Size, length, sizeof(T));
            Copy((T*)Staging(peer) + first, target + first, (end - first) * sizeof(T));
        }
    }

    // A window shows a slice of every part, so that all ranks have work in each.
    private void ReducePartsStaged<T>(in CollectiveHeader header, T* source, T* target, long part, Reducer<T> reducer) where T : unmanaged
    {
        var slice = board.WindowBytes / Size / FixedTree.LineBytes * FixedTree.LineBytes / sizeof(T);
        for (long start = 0; start == 0 || start < part; start += slice)
        {
            var length = Math.Min(slice, part - start);
            var staging = (T*)NextStaging();
            for (var peer = 0; peer < Size; peer++)
                if (peer != Rank) Copy(source + peer * part + start, staging + peer * slice, length * sizeof(T));
            Enter(header);
            for (var peer = 0; peer < Size; peer++)
                addresses[peer] = peer == Rank ? (nint)(source + Rank * part + start) : (nint)((T*)Staging(peer) + Rank * slice);
            addresses[Size] = (nint)(target + start);
            Reduce(reducer, 1, 0, length);
        }
    }

    // Of the current phase.
    private nint Staging(int peer) => board.StagingOf(peer) + ((phase & 1) == 0 ? 0 : board.WindowBytes);

    // Our own, of the phase that Enter will begin. After a fault a slow rank may still read either half, for an operation that ends well.
    private nint NextStaging()
    {
        if (Faults.Current is not null)
        {
            waiter.Restart();
            Withdraw();
        }

        return board.StagingOf(Rank) + ((phase & 1) == 0 ? board.WindowBytes : 0);
    }
}

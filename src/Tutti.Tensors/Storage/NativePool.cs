using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Tutti.Tensors.Storage;

/// <summary>
/// Native, 64-byte-aligned blocks by size class. Each thread keeps what it returns for itself first, so that a worker gets back memory
/// that is warm in its own caches, and counts for itself what it keeps: a common counter would travel between cores with every tensor.
/// What a thread cannot keep goes to the common lists. Before the pool grows beyond its present bound it asks
/// the garbage collector for the tensors that nobody holds any more, so that a program that never disposes anything stays flat.
/// </summary>
internal static unsafe class NativePool
{
    private const long SmallestReclaimBound = 64L << 20;
    private const int HoardFactor = 4;
    private static readonly TimeSpan FinalizerPatience = TimeSpan.FromSeconds(1);

    private static readonly Lock[] Locks = MakeLocks();
    private static readonly Stack<nint>[] Free = MakeLists();
    private static readonly Lock ReclaimLock = new(), ThreadsLock = new();
    private static readonly List<WeakReference<ThreadBlocks>> Threads = [];
    private static long ownedBytes, commonBytes, reclaimBound = SmallestReclaimBound;

    [ThreadStatic]
    private static ThreadBlocks? mine;

    /// <summary>All bytes taken from the operating system and not given back.</summary>
    internal static long OwnedBytes => Interlocked.Read(ref ownedBytes);

    /// <summary>Bytes of blocks that somebody holds; about, while other threads rent and return.</summary>
    internal static long BytesInUse
    {
        get
        {
            var free = Interlocked.Read(ref commonBytes);
            lock (ThreadsLock)
            {
                foreach (var thread in Threads)
                    if (thread.TryGetTarget(out var blocks)) free += blocks.KeptBytes;
            }
            return OwnedBytes - free;
        }
    }

    internal static void* Rent(long bytes, out int sizeClass)
    {
        sizeClass = SizeClass.Of(bytes);
        var size = SizeClass.BytesOf(sizeClass);
        mine ??= ThreadBlocks.Create();
        if (mine.TryTake(sizeClass, out var block) || TryTakeCommon(sizeClass, out block)) return (void*)block;
        if (OwnedBytes + size > Interlocked.Read(ref reclaimBound))
        {
            Reclaim();
            if (TryTakeCommon(sizeClass, out block)) return (void*)block;
        }
        // Sizes that are no longer asked for would be kept for ever; two working sets that alternate stay below the bound.
        if (OwnedBytes + size > HoardFactor * Math.Max(SmallestReclaimBound, BytesInUse + size))
        {
            mine.Flush();
            Trim();
        }
        return Allocate(size);
    }

    internal static void Return(void* block, int sizeClass)
    {
        mine ??= ThreadBlocks.Create();
        if (!mine.TryKeep(sizeClass, (nint)block)) ReturnCommon((nint)block, sizeClass);
    }

    /// <summary>For the finalizer thread, whose own cache nobody would ever rent from.</summary>
    internal static void ReturnFromFinalizer(void* block, int sizeClass) => ReturnCommon((nint)block, sizeClass);

    /// <summary>Gives every free common block back to the operating system.</summary>
    internal static void Trim()
    {
        for (var sizeClass = 0; sizeClass < SizeClass.Count; sizeClass++)
        {
            lock (Locks[sizeClass])
            {
                while (Free[sizeClass].TryPop(out var block))
                {
                    NativeMemory.AlignedFree((void*)block);
                    Interlocked.Add(ref ownedBytes, -SizeClass.BytesOf(sizeClass));
                    Interlocked.Add(ref commonBytes, -SizeClass.BytesOf(sizeClass));
                }
            }
        }
    }

    private static void* Allocate(long size)
    {
        void* block;
        try
        {
            block = NativeMemory.AlignedAlloc((nuint)size, SizeClass.Alignment);
        }
        catch (OutOfMemoryException)
        {
            Reclaim();
            Trim();
            block = NativeMemory.AlignedAlloc((nuint)size, SizeClass.Alignment);
        }
        Interlocked.Add(ref ownedBytes, size);
        return block;
    }

    private static bool TryTakeCommon(int sizeClass, out nint block)
    {
        lock (Locks[sizeClass])
        {
            if (!Free[sizeClass].TryPop(out block)) return false;
            Interlocked.Add(ref commonBytes, -SizeClass.BytesOf(sizeClass));
            return true;
        }
    }

    private static void ReturnCommon(nint block, int sizeClass)
    {
        lock (Locks[sizeClass])
        {
            Free[sizeClass].Push(block);
            Interlocked.Add(ref commonBytes, SizeClass.BytesOf(sizeClass));
        }
    }

    /// <summary>
    /// Collects the young generations, then all if that freed less than half of what the pool owns: tensors that were alive during an
    /// earlier collection have grown old. The new bound is twice what is really in use.
    /// </summary>
    private static void Reclaim()
    {
        lock (ReclaimLock)
        {
            if (OwnedBytes - BytesInUse > OwnedBytes / 2) return; // another thread has just done it
            CollectAndFinalize(1);
            if (BytesInUse > OwnedBytes / 2) CollectAndFinalize(2);
            Interlocked.Exchange(ref reclaimBound, Math.Max(SmallestReclaimBound, Math.Max(OwnedBytes, 2 * BytesInUse)));
        }
    }

    private static void CollectAndFinalize(int generation)
    {
        using var done = new ManualResetEventSlim();
        Sentinel.Drop(done);
        GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
        // A finalizer of somebody else may block for ever; then the pool grows instead of hanging.
        if (!done.Wait(FinalizerPatience)) Debug.WriteLine("NativePool: finalizers did not finish in time.");
    }

    private static Lock[] MakeLocks() => [.. Enumerable.Range(0, SizeClass.Count).Select(_ => new Lock())];

    private static Stack<nint>[] MakeLists() => [.. Enumerable.Range(0, SizeClass.Count).Select(_ => new Stack<nint>())];

    /// <summary>A thread's own free blocks: a few of each class. When the thread is gone they go to the common lists.</summary>
    private sealed class ThreadBlocks
    {
        private const int BlocksPerClass = 16;
        private const long LargestBlock = 32L << 20;
        private readonly nint[]?[] blocks = new nint[]?[SizeClass.Count];
        private readonly byte[] counts = new byte[SizeClass.Count];
        private long keptBytes;

        /// <summary>Bytes of its blocks; may be read by any thread.</summary>
        internal long KeptBytes => Volatile.Read(ref keptBytes);

        internal static ThreadBlocks Create()
        {
            var blocks = new ThreadBlocks();
            // Until its finalizer has given them away the blocks of a thread that is gone count too.
            lock (ThreadsLock) Threads.Add(new WeakReference<ThreadBlocks>(blocks, trackResurrection: true));
            return blocks;
        }

        internal bool TryTake(int sizeClass, out nint block)
        {
            block = 0;
            if (counts[sizeClass] == 0) return false;
            block = blocks[sizeClass]![--counts[sizeClass]];
            keptBytes -= SizeClass.BytesOf(sizeClass);
            return true;
        }

        internal bool TryKeep(int sizeClass, nint block)
        {
            if (counts[sizeClass] == BlocksPerClass || SizeClass.BytesOf(sizeClass) > LargestBlock) return false;
            (blocks[sizeClass] ??= new nint[BlocksPerClass])[counts[sizeClass]++] = block;
            keptBytes += SizeClass.BytesOf(sizeClass);
            return true;
        }

        ~ThreadBlocks()
        {
            Flush();
            lock (ThreadsLock) Threads.RemoveAll(thread => !thread.TryGetTarget(out var blocks) || blocks == this);
        }

        internal void Flush()
        {
            for (var sizeClass = 0; sizeClass < SizeClass.Count; sizeClass++)
                while (TryTake(sizeClass, out var block)) ReturnCommon(block, sizeClass);
        }
    }

    /// <summary>An object whose finalizer runs after those of the tensors dropped before it.</summary>
    private sealed class Sentinel(ManualResetEventSlim done)
    {
        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        internal static void Drop(ManualResetEventSlim done) => _ = new Sentinel(done);

        ~Sentinel()
        {
            try
            {
                done.Set();
            }
            catch (ObjectDisposedException)
            {
                // The waiter lost patience.
            }
        }
    }
}

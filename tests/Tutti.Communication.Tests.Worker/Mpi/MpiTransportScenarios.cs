using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tutti.Communication.Transports.Messages;
using Tutti.Communication.Transports.Mpi;

namespace Tutti.Communication.Tests.Worker.Mpi;

/// <summary>Messages between ranks that are processes under MPI.</summary>
internal static class MpiTransportScenarios
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    internal static void AddTo(Dictionary<string, Func<string[], int>> scenarios)
    {
        scenarios["mpi-ring"] = args => Run(link => Ring(link, [.. args.Select(long.Parse)]));
        scenarios["mpi-late"] = _ => Run(ReceiveLate);
        scenarios["mpi-many"] = _ => Run(SendMany);
        scenarios["mpi-disagree"] = _ => Run(Disagree);
        scenarios["mpi-collect"] = _ => Run(CollectGarbage);
        scenarios["mpi-allocate"] = _ => Run(CountAllocations);
        scenarios["mpi-silent"] = _ => Run(WaitForNothing);
        scenarios["mpi-nobody"] = _ => Run(SendToNobody);
        scenarios["mpi-abandon"] = _ => Run(LoseMemory);
        scenarios["mpi-poll-on"] = _ => PollOn();
    }

    private static int Run(Func<RankLink, string> scenario)
    {
        using var link = new RankLink(new MpiTransport(MpiJob.Join(Limit)));
        Console.Out.WriteLine($"{link.Transport.Rank}: {scenario(link)}");
        return 0;
    }

    /// <summary>Everybody to the next and from the one before, at the same time; every byte is looked at.</summary>
    private static string Ring(RankLink link, long[] sizes)
    {
        foreach (var (size, number) in sizes.Select((size, index) => (size, index)))
        {
            var (sent, received) = (RankLink.Memory(size), RankLink.Memory(size));
            Fill(sent.AsSpan(0, (int)size), link.Transport.Rank);
            Pass(link, sent, received, number, size);
            Fill(sent.AsSpan(0, (int)size), Before(link));
            if (!sent.AsSpan(0, (int)size).SequenceEqual(received.AsSpan(0, (int)size))) return $"{size} bytes came otherwise than sent";
        }

        return "ok";
    }

    /// <summary>Messages come before anybody waits for them, and are taken channel by channel, the last channel first.</summary>
    private static string ReceiveLate(RankLink link)
    {
        const int channels = 3, messages = 4;
        if (link.Transport.Rank == 0)
        {
            var sends = new List<Transfer>();
            for (var message = 0; message < messages; message++)
            for (var channel = 0; channel < channels; channel++)
            {
                var memory = RankLink.Memory(SizeOf(message));
                Fill(memory.AsSpan(0, SizeOf(message)), 10 * channel + message);
                sends.Add(link.Send(1, RankLink.Header(message, SizeOf(message), channel), memory));
            }

            return link.Await(() => sends.TrueForAll(send => send.IsDone), Limit) ? "ok" : "not sent";
        }

        var heard = 0;
        link.Transport.Unexpected = (_, _) => heard++;
        if (!link.Await(() => heard == channels * messages, Limit)) return $"heard of {heard} messages";
        for (var channel = channels - 1; channel >= 0; channel--)
        for (var message = 0; message < messages; message++)
        {
            var (memory, expected) = (RankLink.Memory(SizeOf(message)), RankLink.Memory(SizeOf(message)));
            Fill(expected.AsSpan(0, SizeOf(message)), 10 * channel + message);
            var transfer = link.Receive(0, RankLink.Header(message, SizeOf(message), channel), memory);
            if (!link.Await(() => transfer.IsDone, Limit)) return $"channel {channel}, message {message}: not received";
            if (transfer.Disagreement is { } other) return $"channel {channel}, message {message}: {other}";
            if (!memory.AsSpan(0, SizeOf(message)).SequenceEqual(expected.AsSpan(0, SizeOf(message)))) return "other bytes";
        }

        return "ok";

        static int SizeOf(int message) => message % 2 == 0 ? 100 : 100_000;
    }

    /// <summary>More messages than headers are posted for, and more large ones than there are tags.</summary>
    private static string SendMany(RankLink link)
    {
        const int messages = 40_000, window = 64;
        const int size = MpiFrame.MostPayloadBytes + 1;
        var memory = RankLink.Memory(size);
        var transfers = new Queue<Transfer>();
        for (var message = 0; message < messages; message++)
        {
            var bytes = message % 4 == 3 ? 0 : size;
            var header = RankLink.Header(message, bytes);
            transfers.Enqueue(link.Transport.Rank == 0 ? link.Send(1, header, memory) : link.Receive(0, header, memory));
            if (transfers.Count < window) continue;
            var oldest = transfers.Dequeue();
            if (!link.Await(() => oldest.IsDone, Limit) || oldest.Disagreement is not null)
                return $"message {message - window}: {oldest.Disagreement}";
        }

        return link.Await(() => transfers.All(transfer => transfer is { IsDone: true, Disagreement: null }), Limit) ? "ok" : "not all came";
    }

    /// <summary>Who waits for something else gets the other header and keeps its memory; who waits for nothing hears of it.</summary>
    private static string Disagree(RankLink link)
    {
        if (link.Transport.Rank == 0)
        {
            var memory = RankLink.Memory(100_000);
            link.Send(1, RankLink.Header(1, 10), memory);
            var large = link.Send(1, RankLink.Header(2, 100_000, context: 5), memory);
            return link.Await(() => large.IsDone, Limit) ? "ok" : "not sent";
        }

        var heard = new List<(int, MessageHeader)>();
        link.Transport.Unexpected = (peer, header) => heard.Add((peer, header));
        var target = RankLink.Memory(20);
        target.AsSpan().Fill(42);
        var transfer = link.Receive(0, RankLink.Header(1, 20), target);
        if (!link.Await(() => transfer.IsDone && heard.Count > 0, Limit)) return "heard nothing";
        if (transfer.Disagreement != RankLink.Header(1, 10)) return $"{transfer.Disagreement}";
        if (target.AsSpan().ContainsAnyExcept((byte)42)) return "memory was written";
        if (!heard.SequenceEqual([(0, RankLink.Header(2, 100_000, context: 5))])) return string.Join(", ", heard);
        var late = link.Receive(0, RankLink.Header(2, 100_000, context: 5), RankLink.Memory(100_000));
        return link.Await(() => late.IsDone, Limit) ? "ok" : "not received";
    }

    /// <summary>The collector runs all the time while messages move into pinned arrays.</summary>
    private static string CollectGarbage(RankLink link)
    {
        using var ended = new ManualResetEventSlim();
        var collector = new Thread(() =>
        {
            while (!ended.IsSet) GC.Collect();
        });
        collector.Start();
        var result = Ring(link, [.. Enumerable.Range(0, 40).Select(round => round % 2 == 0 ? 50L : 100_000)]);
        ended.Set();
        collector.Join(Limit);
        return result;
    }

    private static string CountAllocations(RankLink link)
    {
        const int rounds = 1_000;
        var (sent, received, number) = (RankLink.Memory(100_000), RankLink.Memory(100_000), 0);
        var (send, receive) = (new Transfer(), new Transfer());
        Rounds();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Rounds();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        // A rank that runs ahead may take a frame more than ever before; what every round took would be thousands.
        return allocated < rounds ? "ok" : $"{allocated} bytes";

        void Rounds()
        {
            for (var round = 0; round < rounds; round++)
            {
                var header = RankLink.Header(number++, round % 2 == 0 ? 50 : 100_000);
                Begin(send, After(link), header, sent);
                Begin(receive, Before(link), header, received);
                link.Transport.Receive(receive);
                link.Transport.Send(send);
                for (var idle = 1; !send.IsDone || !receive.IsDone; idle++)
                    if (!link.Transport.Progress()) link.Transport.Idle(idle, Limit);
            }
        }
    }

    private static string WaitForNothing(RankLink link)
    {
        if (link.Transport.Rank == 1) MpiJobScenarios.WaitForTheEnd();
        var transfer = link.Receive(1, RankLink.Header(1, 100_000), RankLink.Memory(100_000));
        if (link.Await(() => transfer.IsDone, TimeSpan.FromSeconds(1))) return "something came";
        link.Transport.Abandon();
        return "ok";
    }

    private static string SendToNobody(RankLink link)
    {
        if (link.Transport.Rank == 1) MpiJobScenarios.WaitForTheEnd();
        link.Send(link.Transport.Size, RankLink.Header(1, 10), RankLink.Memory(10));
        try
        {
            link.Transport.Progress();
            return "nothing was thrown";
        }
        catch (LinkException broken)
        {
            link.Transport.Abandon();
            return $"ok {broken.Peer}";
        }
    }

    /// <summary>Memory that MPI may still read when the caller has dropped it.</summary>
    private static string LoseMemory(RankLink link)
    {
        if (link.Transport.Rank == 1) MpiJobScenarios.WaitForTheEnd();
        var memory = AbandonSend(link);
        for (var round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return memory.IsAlive ? "ok" : "the memory is gone";
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference AbandonSend(RankLink link)
    {
        var memory = new byte[1_000_000];
        var pin = GCHandle.Alloc(memory, GCHandleType.Pinned);
        var send = link.Send(1, RankLink.Header(1, memory.Length), memory);
        if (link.Await(() => send.IsDone, TimeSpan.FromSeconds(1))) throw new InvalidOperationException("the payload has left unasked");
        link.Transport.Abandon();
        pin.Free();
        return new WeakReference(memory);
    }

    /// <summary>Somebody still waits for a message when the process ends well.</summary>
    private static int PollOn()
    {
        var transport = new MpiTransport(MpiJob.Join(Limit));
        var polling = new Thread(() =>
        {
            while (true) transport.Progress();
        }) { IsBackground = true };
        polling.Start();
        MpiJobScenarios.Say($"{transport.Rank}: ok");
        return 0;
    }

    private static void Pass(RankLink link, byte[] sent, byte[] received, int number, long size)
    {
        var receive = link.Receive(Before(link), RankLink.Header(number, size), received);
        var send = link.Send(After(link), RankLink.Header(number, size), sent);
        if (!link.Await(() => send.IsDone && receive.IsDone, Limit)) throw new TimeoutException($"{size} bytes did not move");
        if (receive.Disagreement is { } other) throw new InvalidOperationException($"{other} instead of message {number}");
    }

    private static unsafe void Begin(Transfer transfer, int peer, in MessageHeader header, byte[] memory)
    {
        (transfer.Peer, transfer.Header, transfer.IsDone) = (peer, header, false);
        transfer.Address = (nint)Unsafe.AsPointer(ref memory[0]);
    }

    private static int After(RankLink link) => (link.Transport.Rank + 1) % link.Transport.Size;

    private static int Before(RankLink link) => (link.Transport.Rank + link.Transport.Size - 1) % link.Transport.Size;

    private static void Fill(Span<byte> memory, int seed)
    {
        for (var index = 0; index < memory.Length; index++) memory[index] = (byte)(index * 31 + (index >> 8) + seed);
    }
}

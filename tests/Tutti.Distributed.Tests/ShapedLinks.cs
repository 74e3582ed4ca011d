using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Tutti.Communication;
using Tutti.Communication.Faults;
using Tutti.Communication.Membership;
using Tutti.Communication.Transports.Messages;
using Tutti.Communication.Transports.Tcp;

namespace Tutti.Distributed.Tests;

/// <summary>
/// Ranks as threads of this process, linked by TCP through forwarders that delay what they pass on, and give every rank an uplink of limited
/// bandwidth that its connections share.
/// </summary>
internal sealed class ShapedLinks : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TimeSpan delay;
    private readonly double byteSeconds;
    private readonly List<IDisposable> open = [];
    private readonly CancellationTokenSource closing = new();

    private ShapedLinks(TimeSpan delay, double megabits) => (this.delay, byteSeconds) = (delay, 8e-6 / megabits);

    /// <summary>What the work gives on each rank. It may take two minutes, or as long as the limit says.</summary>
    internal static T[] Run<T>(int size, TimeSpan delay, double megabits, Func<World, T> work, TimeSpan? limit = null)
    {
        using var links = new ShapedLinks(delay, megabits);
        var (faults, secret, uplinks) = (new FaultBoard(), JobSecret.Generate(), Enumerable.Range(0, size).Select(_ => new Uplink(links.byteSeconds)).ToArray());
        var listeners = Enumerable.Range(0, size).Select(_ => links.Listen()).ToArray();
        var (results, errors) = (new T[size], new Exception?[size]);
        var threads = Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            try { results[rank] = Work(rank); }
            catch (Exception error) { errors[rank] = error; }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads)
            if (!thread.Join(limit ?? 2 * Deadline)) throw new TimeoutException("ShapedLinks: the ranks hang.");
        return errors.OfType<Exception>().ToList() is { Count: > 0 } thrown ? throw new AggregateException(thrown) : results;

        T Work(int rank)
        {
            var endpoints = Enumerable.Range(0, size).Select(peer => peer == rank
                ? new TcpEndpoint("127.0.0.1", PortOf(listeners[rank]))
                : links.Forward(PortOf(listeners[peer]), uplinks[rank], uplinks[peer]));
            var options = new TcpOptions { Rank = rank, Ranks = [.. endpoints], Secret = secret, Timeout = Deadline, IsCrowded = true };
            var transport = TcpTransport.Connect(options, listeners[rank], faults);
            using var group = new MessageGroup("workers", new MessageEngine(transport, faults, Deadline));
            return work(new World(group, rank, size, transport: TransportKind.Tcp));
        }
    }

    public void Dispose()
    {
        closing.Cancel();
        lock (open)
            foreach (var socket in open) socket.Dispose();
        closing.Dispose();
    }

    private static int PortOf(Socket listener) => ((IPEndPoint)listener.LocalEndPoint!).Port;

    private Socket Listen()
    {
        var socket = Keep(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }

    private Socket Keep(Socket socket)
    {
        socket.NoDelay = true;
        lock (open) open.Add(socket);
        return socket;
    }

    /// <summary>Where one rank finds another: a forwarder of these two.</summary>
    private TcpEndpoint Forward(int port, Uplink dialler, Uplink listener)
    {
        var entrance = Listen();
        Start(() =>
        {
            while (true)
            {
                var near = Keep(entrance.Accept());
                var far = Keep(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
                far.Connect(IPAddress.Loopback, port);
                Pump(near, far, dialler);
                Pump(far, near, listener);
            }
        });
        return new TcpEndpoint("127.0.0.1", PortOf(entrance));
    }

    private void Pump(Socket from, Socket to, Uplink uplink)
    {
        var underway = new BlockingCollection<(byte[] Bytes, long Due)>();
        Start(() =>
        {
            var buffer = new byte[16 << 10];
            while (from.Receive(buffer) is var count and > 0)
                underway.Add((buffer[..count], uplink.Take(count) + (long)(delay.TotalSeconds * Stopwatch.Frequency)));
            underway.CompleteAdding();
        });
        Start(() =>
        {
            foreach (var (bytes, due) in underway.GetConsumingEnumerable(closing.Token))
            {
                var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
                // Up: the wait would leave out what is less than a millisecond.
                if (wait > TimeSpan.Zero) closing.Token.WaitHandle.WaitOne((int)Math.Ceiling(wait.TotalMilliseconds));
                to.Send(bytes);
            }
            to.Shutdown(SocketShutdown.Send);
        });
    }

    private static void Start(Action work) => new Thread(() =>
    {
        // A forwarder ends with its sockets.
        try { work(); }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException or OperationCanceledException) { }
    }) { IsBackground = true, Name = "forwarder" }.Start();

    // When bytes have left, one after the other, whoever they are for.
    private sealed class Uplink(double byteSeconds)
    {
        private readonly Lock gate = new();
        private long free;

        internal long Take(int bytes)
        {
            lock (gate) return free = Math.Max(free, Stopwatch.GetTimestamp()) + (long)(bytes * byteSeconds * Stopwatch.Frequency);
        }
    }
}

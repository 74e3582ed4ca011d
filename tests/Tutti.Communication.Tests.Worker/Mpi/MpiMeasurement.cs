using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tutti.Communication.Transports.Messages;
using Tutti.Communication.Transports.Mpi;

namespace Tutti.Communication.Tests.Worker.Mpi;

/// <summary>
/// There and back between ranks 0 and 1, through the transport and through plain <c>MPI_Send</c> and <c>MPI_Recv</c>, in turns in the
/// same processes.
/// </summary>
internal static unsafe class MpiMeasurement
{
    private const int Rounds = 21;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly int[] Sizes = [0, 1 << 10, 4 << 10, 8 << 10, 16 << 10, 32 << 10, 64 << 10, 256 << 10, 1 << 20, 16 << 20];

    internal static void AddTo(Dictionary<string, Func<string[], int>> scenarios) => scenarios["mpi-measure"] = _ => Measure();

    private static int Measure()
    {
        var job = MpiJob.Join(Limit);
        using var transport = new MpiTransport(job);
        var plain = new Plain(job);
        foreach (var size in Sizes)
        {
            var memory = RankLink.Memory(size);
            var turns = Math.Clamp((8 << 20) / (size + 1_000), 4, 1_000);
            var (ours, plains, ratios) = (new double[Rounds], new double[Rounds], new double[Rounds]);
            for (var round = -2; round < Rounds; round++)
            {
                var messages = Time(turns, () => Turn(transport, memory, size));
                var direct = Time(turns, () => plain.Turn(memory, size));
                if (round < 0) continue;
                (ours[round], plains[round], ratios[round]) = (messages, direct, messages / direct);
            }

            if (job.Rank == 0)
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{size,9} B  transport {Median(ours),9:f2} µs  plain {Median(plains),9:f2} µs  ratio {Median(ratios):f2}"));
        }

        return 0;
    }

    // Half of there and back.
    private static double Time(int turns, Action turn)
    {
        var since = Stopwatch.GetTimestamp();
        for (var index = 0; index < turns; index++) turn();
        return Stopwatch.GetElapsedTime(since).TotalMicroseconds / turns / 2;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static readonly Transfer Transfer = new();

    private static void Turn(MpiTransport transport, byte[] memory, int size)
    {
        var peer = 1 - transport.Rank;
        for (var way = 0; way < 2; way++)
        {
            (Transfer.Peer, Transfer.Header, Transfer.IsDone) = (peer, RankLink.Header(way, size), false);
            Transfer.Address = (nint)Unsafe.AsPointer(ref memory[0]);
            if (way == transport.Rank) transport.Send(Transfer);
            else transport.Receive(Transfer);
            for (var idle = 1; !Transfer.IsDone; idle++)
                if (transport.Progress()) idle = 0;
                else transport.Idle(idle, Limit);
        }
    }

    private sealed class Plain
    {
        private const int Tag = 32_767;
        private readonly MpiJob job;
        private readonly delegate* unmanaged<void*, int, nint, int, int, nint, int> send;
        private readonly delegate* unmanaged<void*, int, nint, int, int, nint, byte*, int> receive;

        internal Plain(MpiJob job)
        {
            this.job = job;
            var library = NativeLibrary.Load(job.Library.Name);
            send = (delegate* unmanaged<void*, int, nint, int, int, nint, int>)NativeLibrary.GetExport(library, "MPI_Send");
            receive = (delegate* unmanaged<void*, int, nint, int, int, nint, byte*, int>)NativeLibrary.GetExport(library, "MPI_Recv");
        }

        internal void Turn(byte[] memory, int size)
        {
            var (peer, constants) = (1 - job.Rank, job.Library.Constants);
            var status = stackalloc byte[128];
            var bytes = (void*)Unsafe.AsPointer(ref memory[0]);
            for (var way = 0; way < 2; way++)
            {
                if (way == job.Rank) send(bytes, size, constants.Byte, peer, Tag, constants.World);
                else receive(bytes, size, constants.Byte, peer, Tag, constants.World, status);
            }
        }
    }
}

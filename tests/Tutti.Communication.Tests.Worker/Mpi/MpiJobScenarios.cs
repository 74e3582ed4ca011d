using System.Runtime.InteropServices;
using Tutti.Communication.Collectives;
using Tutti.Communication.Transports.Mpi;

namespace Tutti.Communication.Tests.Worker.Mpi;

/// <summary>Beginning, end and what ranks have before they have a group.</summary>
internal static unsafe class MpiJobScenarios
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    internal static void AddTo(Dictionary<string, Func<string[], int>> scenarios)
    {
        scenarios["mpi-place"] = _ => Place();
        scenarios["mpi-exit"] = args => ExitAs(int.Parse(args[0]), int.Parse(args[1]));
        scenarios["mpi-throw"] = args => ThrowAs(int.Parse(args[0]));
        scenarios["mpi-verdict"] = args => GiveVerdictAs(int.Parse(args[0]), int.Parse(args[1]));
        scenarios["mpi-absent"] = args => StayAwayAs(int.Parse(args[0]));
        scenarios["mpi-null"] = _ => CatchNullReference();
        scenarios["mpi-broadcast"] = args => Broadcast(int.Parse(args[0]));
        scenarios["mpi-broadcast-absent"] = args => MissBroadcastAs(int.Parse(args[0]));
        scenarios["mpi-all-reduce"] = args => AllReduce(int.Parse(args[0]));
    }

    internal static void Say(string line) => Console.Out.WriteLine(line);

    /// <summary>Until the launcher ends this process, or for the longest that a test runs.</summary>
    internal static void WaitForTheEnd() => new ManualResetEventSlim().Wait(3 * Limit);

    private static int Place()
    {
        var job = MpiJob.Join(Limit);
        Say($"{job.Rank}/{job.Size} {job.LocalRank}/{job.LocalSize} {job.Library.Family} {ReferenceEquals(job, MpiJob.Join(Limit))}");
        return 0;
    }

    private static int ExitAs(int rank, int code)
    {
        var job = MpiJob.Join(Limit);
        if (job.Rank == rank) return code;
        WaitForTheEnd();
        return 0;
    }

    private static int ThrowAs(int rank)
    {
        var job = MpiJob.Join(Limit);
        if (job.Rank == rank) throw new InvalidOperationException("the shelf is empty");
        WaitForTheEnd();
        return 0;
    }

    private static int GiveVerdictAs(int rank, int code)
    {
        var job = MpiJob.Join(Limit);
        if (job.Rank == rank) job.Abort(code, "verdict: rank 1 was lost in AllReduce #7.");
        WaitForTheEnd();
        return 0;
    }

    private static int StayAwayAs(int rank)
    {
        if (MpiEnvironment.Read().Rank == rank) WaitForTheEnd();
        try
        {
            MpiJob.Join(TimeSpan.FromSeconds(1));
            return 0;
        }
        catch (MpiException failure)
        {
            Console.Error.WriteLine(failure.Message);
            return 1;
        }
    }

    private static int CatchNullReference()
    {
        var job = MpiJob.Join(Limit);
        try
        {
            string? nothing = job.Rank < 0 ? "" : null;
            Say($"{job.Rank}: {nothing!.Length}");
        }
        catch (NullReferenceException)
        {
            Say($"{job.Rank}: caught");
        }

        return 0;
    }

    private static int Broadcast(int length)
    {
        var job = MpiJob.Join(Limit);
        var bytes = new byte[length];
        for (var index = 0; index < length; index++) bytes[index] = (byte)(index * 7 + 3);
        var received = job.Broadcast(job.Rank == 0 ? bytes : [], Limit);
        Say($"{job.Rank}: {bytes.AsSpan().SequenceEqual(received)}");
        return 0;
    }

    private static int MissBroadcastAs(int rank)
    {
        var job = MpiJob.Join(Limit);
        if (job.Rank == rank) WaitForTheEnd();
        try
        {
            job.Broadcast([], TimeSpan.FromSeconds(1));
            return 0;
        }
        catch (TimeoutException failure)
        {
            Console.Error.WriteLine(failure.Message);
            return 1;
        }
    }

    private static int AllReduce(int count)
    {
        var job = MpiJob.Join(Limit);
        var isRight = true;
        foreach (var reduction in new[] { ReductionKind.Sum, ReductionKind.Min, ReductionKind.Max, ReductionKind.Product })
        {
            isRight &= IsRight<float>(job, count, ElementKind.Float, reduction, value => value);
            isRight &= IsRight<double>(job, count, ElementKind.Double, reduction, value => value);
            isRight &= IsRight<int>(job, count, ElementKind.Int, reduction, value => value);
            isRight &= IsRight<long>(job, count, ElementKind.Long, reduction, value => value);
            isRight &= IsRight<byte>(job, count, ElementKind.Byte, reduction, value => (byte)value, lowest: 0);
        }

        Say($"{job.Rank}: {isRight}");
        return 0;
    }

    // Small integers: exact in every type and order.
    private static bool IsRight<T>(
        MpiJob job, int count, ElementKind element, ReductionKind reduction, Func<int, T> of, int lowest = -2) where T : unmanaged
    {
        var values = (T*)NativeMemory.Alloc((nuint)Math.Max(1, count) * (nuint)sizeof(T));
        for (var index = 0; index < count; index++) values[index] = of(Value(job.Rank, index, lowest));
        var request = job.StartAllReduce(values, count, element, reduction);
        var pause = new PollingPause(job.IsCrowded);
        while (!job.Test(ref request)) pause.Pause(Limit);

        var isRight = true;
        for (var index = 0; index < count; index++)
        {
            var all = Enumerable.Range(0, job.Size).Select(rank => Value(rank, index, lowest));
            var expected = reduction switch
            {
                ReductionKind.Sum => all.Sum(),
                ReductionKind.Min => all.Min(),
                ReductionKind.Max => all.Max(),
                _ => all.Aggregate((left, right) => left * right),
            };
            isRight &= values[index].Equals(of(expected));
        }

        NativeMemory.Free(values);
        return isRight;
    }

    private static int Value(int rank, int index, int lowest) => (rank + 1) * (index % 5 + lowest);
}

using Tutti.Communication.Collectives;
using Tutti.Communication.Faults;
using Tutti.Communication.Transports.Memory;
using Tutti.Communication.Transports.Threads;

namespace Tutti.Communication.Tests.Transports.Threads;

/// <summary>
/// Random programs of collectives on random numbers of ranks, with random pauses before each; in two of three a rank fails somewhere. None
/// may hang, a sound one gives right results, a failing one gives every rank an error.
/// </summary>
public sealed class InterleavingTests
{
    private enum Ending
    {
        Sound,
        Throws,
        Departs,
        Disagrees,
        Aborted,
        Cancelled,
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public void Collectives_RandomInterleavings_NeverHangAndAlwaysAgree(int quarter)
    {
        for (var seed = quarter * 250; seed < (quarter + 1) * 250; seed++) RunProgram(seed);
    }

    [Fact]
    public void Collectives_TimeoutAtTheMomentOfArrival_EndsWellOrNamesWhoIsMissing()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var board = new ThreadBoard($"seed {seed}", 3, TimeSpan.FromTicks(1 + seed % 50), cores: 1);
            var errors = new Exception?[3];
            var threads = Enumerable.Range(0, 3).Select(rank => new Thread(() => errors[rank] = Record.Exception(() =>
            {
                var group = new MemoryGroup(board, rank);
                for (var round = 0; round < 20; round++) group.Barrier();
            }))).ToArray();
            foreach (var thread in threads) thread.Start();
            foreach (var thread in threads) Assert.True(thread.Join(Ranks.Deadline), $"seed {seed} hangs");
            foreach (var error in errors.OfType<Exception>())
                Assert.NotEmpty(Assert.IsType<CollectiveTimeoutException>(error).MissingRanks);
        }
    }

    private static void RunProgram(int seed)
    {
        var plan = new Random(seed);
        var size = plan.Next(1, 8);
        var operations = Enumerable.Range(0, plan.Next(1, 9)).Select(_ => plan.Next(4)).ToArray();
        var ending = plan.Next(3) == 0 ? Ending.Sound : (Ending)plan.Next(1, 6);
        var (culprit, fatal) = (plan.Next(size), plan.Next(operations.Length));
        // Half the programs believe in plenty of cores, half in one: both ways of waiting are walked.
        var board = new ThreadBoard($"seed {seed}", size, Ranks.Deadline, cores: plan.Next(2) == 0 ? 1 : 64);
        var errors = new Exception?[size];
        var threads = Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            errors[rank] = Record.Exception(() =>
                RunRank(board, rank, operations, new Random(seed * 31 + rank), rank == culprit ? ending : Ending.Sound, fatal));
            if (errors[rank] is FormatException own) board.Faults.Raise(new GroupFault(rank, own));
            board.Depart(rank);
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) Assert.True(thread.Join(Ranks.Deadline), $"seed {seed} hangs");
        Assert.DoesNotContain(errors, error => error is CollectiveTimeoutException);
        CheckErrors(seed, size, ending, culprit, errors);
    }

    private static void CheckErrors(int seed, int size, Ending ending, int culprit, Exception?[] errors)
    {
        for (var rank = 0; rank < size; rank++)
        {
            var expected = ending switch
            {
                Ending.Sound => null,
                Ending.Throws => rank == culprit ? typeof(FormatException) : typeof(PeerLostException),
                Ending.Departs => rank == culprit ? null : typeof(PeerLostException),
                Ending.Disagrees => size == 1 ? null : typeof(CollectiveMismatchException),
                Ending.Cancelled => typeof(OperationCanceledException),
                _ => typeof(PeerLostException),
            };
            Assert.True(errors[rank]?.GetType() == expected,
                $"seed {seed}, rank {rank}, {ending}: expected {expected}, got {errors[rank]}");
        }
    }

    private static void RunRank(ThreadBoard board, int rank, int[] operations, Random pauses, Ending ending, int fatal)
    {
        var group = new MemoryGroup(board, rank);
        for (var step = 0; step < operations.Length; step++)
        {
            if (pauses.Next(4) == 0) Thread.Yield();
            Thread.SpinWait(pauses.Next(3) == 0 ? pauses.Next(3_000) : 0);
            if (step == fatal && !Survives(board, group, ending)) return;
            Act(group, operations[step], step);
        }
    }

    private static bool Survives(ThreadBoard board, MemoryGroup group, Ending ending)
    {
        switch (ending)
        {
            case Ending.Throws: throw new FormatException("boom");
            case Ending.Departs: return false;
            case Ending.Disagrees: group.Broadcast(new byte[3].AsSpan()); return true;
            case Ending.Aborted: group.Abort(new FormatException("boom")); return true;
            case Ending.Cancelled: board.Faults.Raise(new GroupFault(null, new OperationCanceledException())); return true;
            default: return true;
        }
    }

    private static void Act(MemoryGroup group, int operation, int step)
    {
        switch (operation)
        {
            case 0:
                group.Barrier();
                break;
            case 1:
                long[] values = [group.Rank + step];
                group.Broadcast(values.AsSpan(), group.Size - 1);
                Assert.Equal(group.Size - 1 + step, values[0]);
                break;
            case 2:
                Assert.Equal(Enumerable.Range(0, group.Size), group.AllGather<int>([group.Rank]));
                break;
            default:
                var buffer = group.AllocateShards(ShardMap.Contiguous(group.Size + 1, group.Size), 50);
                for (var position = 0; position < buffer.Map.ShardsOf(group.Rank).Length; position++)
                    buffer.Shard(position).Span.Fill(step);
                group.SumShards(buffer);
                Assert.All(buffer.Result.ToArray(), value => Assert.Equal(step * (group.Size + 1), value));
                break;
        }
    }
}

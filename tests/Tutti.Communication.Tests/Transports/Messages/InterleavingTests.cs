using Tutti.Communication.Collectives;
using Tutti.Communication.Faults;
using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Tests.Transports.Messages;

/// <summary>
/// Random programs of collectives and messages on random numbers of ranks, with random pauses before each; in two of three a rank fails
/// somewhere. None may hang, a sound one gives right results, a failing one gives every rank an error.
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

    private static void RunProgram(int seed)
    {
        var plan = new Random(seed);
        var size = plan.Next(1, 8);
        var operations = Enumerable.Range(0, plan.Next(1, 9)).Select(_ => plan.Next(7)).ToArray();
        var ending = plan.Next(3) == 0 ? Ending.Sound : (Ending)plan.Next(1, 6);
        var (culprit, fatal) = (plan.Next(size), plan.Next(operations.Length));
        // Half the programs believe in plenty of cores, half in one; half move many small segments.
        var groups = MessageGroups.InProcess(
            size, Ranks.Deadline, $"seed {seed}", tuning: plan.Next(2) == 0 ? MessageRanks.Tiny : null, cores: plan.Next(2) == 0 ? 1 : 64);
        var errors = MessageRanks.Catch(groups, group =>
            RunRank(group, operations, new Random(seed * 31 + group.Rank), group.Rank == culprit ? ending : Ending.Sound, fatal));
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
                $"seed {seed}, rank {rank} of {size}, {ending}: expected {expected}, got {errors[rank]}");
        }
    }

    private static void RunRank(ProcessGroup group, int[] operations, Random pauses, Ending ending, int fatal)
    {
        for (var step = 0; step < operations.Length; step++)
        {
            if (pauses.Next(4) == 0) Thread.Yield();
            Thread.SpinWait(pauses.Next(3) == 0 ? pauses.Next(3_000) : 0);
            if (step == fatal && !Survives(group, ending)) return;
            Act(group, operations[step], step);
        }
    }

    private static bool Survives(ProcessGroup group, Ending ending)
    {
        switch (ending)
        {
            case Ending.Throws: throw new FormatException("boom");
            case Ending.Departs: return false;
            case Ending.Disagrees: group.Broadcast(new byte[3].AsSpan()); return true;
            case Ending.Aborted: group.Abort(new FormatException("boom")); return true;
            case Ending.Cancelled: group.Faults.Raise(new GroupFault(null, new OperationCanceledException())); return true;
            default: return true;
        }
    }

    private static void Act(ProcessGroup group, int operation, int step)
    {
        var (rank, size) = (group.Rank, group.Size);
        switch (operation)
        {
            case 0:
                group.Barrier();
                break;
            case 1:
                long[] values = [rank + step];
                group.Broadcast(values.AsSpan(), size - 1);
                Assert.Equal(size - 1 + step, values[0]);
                break;
            case 2:
                Assert.Equal(Enumerable.Range(0, size), group.AllGather<int>([rank]));
                break;
            case 3:
            case 4:
                var sum = new int[operation == 3 ? 3 : 400];
                sum.AsSpan().Fill(rank);
                group.AllReduce(sum.AsSpan(), order: (ReductionOrder)(step % 2));
                Assert.All(sum, value => Assert.Equal(size * (size - 1) / 2, value));
                break;
            case 5:
                // Who waits for a message while another waits in a collective does so until the timeout.
                group.Barrier();
                var got = new int[100];
                group.SendReceive<int>(Enumerable.Repeat(rank, 100).ToArray(), (rank + 1) % size, got, (rank + size - 1) % size, step);
                Assert.All(got, value => Assert.Equal((rank + size - 1) % size, value));
                break;
            default:
                var buffer = group.AllocateShards(ShardMap.Contiguous(size + 1, size), 50);
                for (var position = 0; position < buffer.Map.ShardsOf(rank).Length; position++) buffer.Shard(position).Span.Fill(step);
                group.SumShards(buffer);
                Assert.All(buffer.Result.ToArray(), value => Assert.Equal(step * (size + 1), value));
                break;
        }
    }
}

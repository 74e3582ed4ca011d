using Tutti.Communication.Launching;
using Tutti.Communication.Rendezvous;

namespace Tutti.Communication.Tests.Rendezvous;

public sealed class JobSeatTests
{
    // As in containers that share memory but count processes each for itself: here all are one process.
    [Fact]
    public async Task JoinAsync_TwoJobsWhoseProcessesHaveTheSameNumbers_KeepTheirMemoryApart()
    {
        for (var round = 0; round < 10; round++)
        {
            var sums = await Task.WhenAll(SumAsync('a', 1), SumAsync('b', 10)).WaitAsync(3 * Ranks.Deadline);

            Assert.Equal([2, 2, 20, 20], sums.SelectMany(sum => sum));
        }
    }

    private static Task<float[]> SumAsync(char digit, float value)
    {
        var port = WorkerVariables.FreePort();
        return Task.WhenAll(Enumerable.Range(0, 2).Select(rank => Task.Factory.StartNew(
            () => SumAsRank(new JobEnvironment(LaunchKind.Torchrun, rank, 2)
            {
                CoordinatorHosts = ["127.0.0.1"], CoordinatorPort = port, Secret = new string(digit, 64),
            }, value), TaskCreationOptions.LongRunning).Unwrap()));
    }

    private static async Task<float> SumAsRank(JobEnvironment environment, float value)
    {
        var options = new WorldOptions { Transport = TransportKind.SharedMemory, Timeout = Ranks.Deadline };
        await using var world = await JobSeat.JoinAsync(environment, options, CancellationToken.None);
        var values = new[] { value };
        world.Group.AllReduce(values.AsSpan());
        return values[0];
    }
}

using System.Globalization;
using Tutti.Communication.Launching;
using Tutti.Communication.Launching.Processes;
using Tutti.Communication.Membership;
using Tutti.Communication.Tests.Membership;
using Tutti.TestKit;

namespace Tutti.Communication.Tests.Launching;

public sealed class HostedCoordinatorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task WorkerEnded_StartedBeforeTheGeneration_DoesNotEndTheNext()
    {
        await using var coordinator = new HostedCoordinator(new JobTerms(new string('a', 64), 1, 1, folder.Path));
        coordinator.WorkerStarted(0, 1000);
        coordinator.BeginGeneration(2);

        coordinator.WorkerEnded(0, 1000, new ProcessExit(137, TimeSpan.Zero, []));

        await using var member = Start(coordinator);
        Assert.Equal(1, (await member.JoinedAsync(TestContext.Current.CancellationToken).WaitAsync(Ranks.Deadline)).Size);
    }

    [Fact]
    public async Task VerdictReached_AfterAllBeganAgain_TellsTheGenerationItIsAbout()
    {
        await using var coordinator = new HostedCoordinator(new JobTerms(new string('a', 64), 1, 1, folder.Path));
        var reached = new TaskCompletionSource<JobVerdict>(TaskCreationOptions.RunContinuationsAsynchronously);
        coordinator.VerdictReached += reached.SetResult;
        coordinator.BeginGeneration(2);
        coordinator.WorkerStarted(0, 1000);
        await using var member = Start(coordinator);
        await member.JoinedAsync(TestContext.Current.CancellationToken).WaitAsync(Ranks.Deadline);

        coordinator.WorkerEnded(0, 1000, new ProcessExit(137, TimeSpan.Zero, []));

        var verdict = await reached.Task.WaitAsync(Ranks.Deadline);
        Assert.Equal((0, true, 2), (verdict.Culprit, verdict.IsLost, verdict.Generation));
    }

    private static Member Start(HostedCoordinator coordinator) => Member.Start(new MemberOptions
    {
        Hosts = ["127.0.0.1"], Port = int.Parse(coordinator.Endpoint.Split(':')[1], CultureInfo.InvariantCulture), Secret = Job.Secret,
        Join = Job.JoinAs(0, 1),
    });
}

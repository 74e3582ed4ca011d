using Tutti.Distributed.Ensembles;
using Tutti.Distributed.Ensembles.Remote;

namespace Tutti.Server.Tests.Ensembles;

/// <summary>A remote node that runs beside the test until it is disposed.</summary>
internal sealed class ServedNode : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();

    internal ServedNode(IEnsembleNode node, RemoteNodeOptions options)
    {
        Remote = new RemoteNode(node, options with { Notice = Notices.Add });
        Running = Remote.RunAsync(stopping.Token);
    }

    internal RemoteNode Remote { get; }

    internal Notices Notices { get; } = new();

    internal Task Running { get; }

    /// <summary>Stops it and waits until it has left.</summary>
    internal async Task StopAsync()
    {
        await stopping.CancelAsync();
        await Running.WaitAsync(TestHub.Deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stopping.Dispose();
    }
}

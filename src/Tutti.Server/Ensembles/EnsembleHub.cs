using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Tutti.Distributed.Ensembles;

namespace Tutti.Server.Ensembles;

/// <summary>
/// Where the remote nodes of an ensemble come in: it listens for HTTPS, lets nodes with a token join, and makes each a node that the driver
/// can ask. Nodes dial out and poll, so nothing needs to listen where the data is. Thread-safe.
/// </summary>
public sealed class EnsembleHub : IAsyncDisposable
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource closing = new();
    private readonly WebApplication application;
    private readonly EnsembleHubOptions options;
    private readonly Roster roster;
    private Task watching = Task.CompletedTask;
    private int isDisposed;

    private EnsembleHub(EnsembleHubOptions options, Action<IEnsembleNode> joined)
    {
        this.options = options;
        roster = new Roster(options, joined);
        application = HubListener.Create(options);
        var requests = new HubRequests(options, roster, closing.Token);
        application.Run(requests.HandleAsync);
    }

    /// <summary>Where nodes are to dial, with the port that was chosen; <c>localhost</c> where it listens at all addresses.</summary>
    public Uri Address { get; private set; } = new("https://localhost");

    /// <summary>What nodes may trust instead of an authority: <c>sha256:…</c>.</summary>
    public string Fingerprint => options.Certificate.Fingerprint;

    /// <summary>The nodes that are there now, by name.</summary>
    public IReadOnlyList<IEnsembleNode> Nodes => roster.Present;

    /// <summary>
    /// Why nodes that came with their token were refused, by name: the last reason of each that has not joined since.
    /// </summary>
    public IReadOnlyDictionary<string, string> Refusals => roster.Refusals;

    /// <summary>Listens.</summary>
    /// <param name="options">Where, for whom, how long.</param>
    /// <param name="joined">
    /// Called once for each new node, from any thread, before it gets work: <c>node => driver.Add(node)</c>. A node that goes and comes
    /// back
    /// stays the same object; while it is away it throws <see cref="NodeException"/>. If this throws, the node is sent away.
    /// </param>
    /// <param name="cancellation">Gives up starting.</param>
    /// <returns>The hub, listening.</returns>
    /// <exception cref="ArgumentException">The options do not fit; all problems are listed.</exception>
    /// <exception cref="IOException">Nothing can listen there, for instance since something does already.</exception>
    public static async Task<EnsembleHub> StartAsync(
        EnsembleHubOptions options, Action<IEnsembleNode> joined, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(joined);
        options.ThrowIfInvalid();
        var hub = new EnsembleHub(options, joined);
        try
        {
            await hub.application.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception failed)
        {
            await hub.DisposeAsync().ConfigureAwait(false);
            if (failed is not (IOException or System.Net.Sockets.SocketException)) throw;
            throw new IOException(
                $"EnsembleHub: cannot listen. Got {options.Address}, port {options.Port}: {failed.Message.TrimEnd('.')}. " +
                "Expected a free port of an address of this machine. Choose another one.", failed);
        }
        hub.Address = hub.FindAddress();
        hub.watching = hub.WatchAsync();
        return hub;
    }

    /// <summary>Waits until so many nodes are there at once.</summary>
    /// <param name="count">At least 0.</param>
    /// <param name="timeout">How long at most.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>When they are there.</returns>
    /// <exception cref="TimeoutException">They did not come in time; the message names those that did.</exception>
    public async Task WaitForNodesAsync(int count, TimeSpan timeout, CancellationToken cancellation = default)
    {
        var started = options.Time.GetTimestamp();
        while (true)
        {
            var changed = roster.Changed;
            if (Nodes is var present && present.Count >= count) return;
            try
            {
                var left = timeout - options.Time.GetElapsedTime(started);
                await changed.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, options.Time, cancellation).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                throw new TimeoutException(
                    $"EnsembleHub: too few nodes joined within {timeout}. Got {present.Count} ({string.Join(", ", present.Select(node => node.Facts.Name))}). " +
                    $"Expected {count}. Start the others, or wait longer.");
            }
        }
    }

    /// <summary>Ends all polls and stops listening, within seconds; nodes will try again until somebody listens there.</summary>
    /// <returns>When it has stopped.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isDisposed, 1) != 0) return;
        await closing.CancelAsync().ConfigureAwait(false);
        roster.LeaveAll("the driver closed");
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using (var deadline = new CancellationTokenSource(LongestStop))
        {
            await application.StopAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await application.DisposeAsync().ConfigureAwait(false);
        closing.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(Math.Clamp(options.LostAfter.TotalMilliseconds / 4, 1, 1000)), options.Time);
        while (await timer.WaitForNextTickAsync(closing.Token).ConfigureAwait(false)) roster.GiveUpSilent();
    }

    private Uri FindAddress()
    {
        var bound = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var port = new Uri(bound.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal)).Port;
        var isAny = options.Address.Equals(IPAddress.Any) || options.Address.Equals(IPAddress.IPv6Any);
        return new UriBuilder(Uri.UriSchemeHttps, isAny ? "localhost" : options.Address.ToString(), port).Uri;
    }
}

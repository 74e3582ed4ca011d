using System.Net;
using Tutti.Cli.Output;
using Tutti.Distributed.Ensembles;
using Tutti.Experiments.Detection;
using Tutti.Server.Ensembles;
using Tutti.Server.Security;

namespace Tutti.Cli.Detection;

/// <summary>Where the nodes of an ensemble come in while recordings are judged, and who of them did not come.</summary>
internal sealed class NodeGathering : IAsyncDisposable
{
    private readonly RemoteRequest request;
    private readonly EnsembleManifest? manifest;
    private readonly EnsembleDriver driver;
    private readonly DetectionDisplay display;
    private readonly ServerCertificate certificate;
    private volatile EnsembleHub? hub;
    private volatile bool isClosing;

    private NodeGathering(RemoteRequest request, EnsembleManifest? manifest, EnsembleDriver driver, DetectionDisplay display)
    {
        (this.request, this.manifest, this.driver, this.display) = (request, manifest, driver, display);
        var isAny = request.Listen.Address.Equals(IPAddress.Any) || request.Listen.Address.Equals(IPAddress.IPv6Any);
        certificate = request.Certificate ?? ServerCertificate.CreateSelfSigned(isAny ? [] : [request.Listen.Address.ToString()]);
    }

    /// <summary>Listens, and says how nodes are started.</summary>
    /// <param name="request">Where, and for whom.</param>
    /// <param name="manifest">The ensemble, if it is known.</param>
    /// <param name="recipe">What samples look like.</param>
    /// <param name="combination">What the driver needs to know of nodes.</param>
    /// <param name="driver">Gets whoever joins.</param>
    /// <param name="display">Told who comes and goes.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InputException">Nothing can listen there.</exception>
    internal static async Task<NodeGathering> StartAsync(
        RemoteRequest request, EnsembleManifest? manifest, BeatRecipe recipe, Combination combination, EnsembleDriver driver, DetectionDisplay display,
        CancellationToken cancellation)
    {
        var gathering = new NodeGathering(request, manifest, driver, display);
        try
        {
            var options = gathering.ToOptions(recipe);
            var hub = await InputException.FromAsync(() => EnsembleHub.StartAsync(options, driver.Add, cancellation)).ConfigureAwait(false);
            gathering.hub = hub;
            gathering.SayHowToJoin(hub, combination);
            return gathering;
        }
        catch
        {
            await gathering.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until all are there, or as many as must be when the time is over.</summary>
    /// <param name="minimum">How many must be.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="TimeoutException">Fewer are there; the message says who is not, and why.</exception>
    internal async Task WaitAsync(int minimum, CancellationToken cancellation)
    {
        if (hub!.Nodes.Count < request.Count) display.Say($"waiting for {Words.Count(request.Count, "node")}, at most {Words.Duration(request.Wait)}");
        try
        {
            await hub.WaitForNodesAsync(request.Count, request.Wait, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException late)
        {
            string[] present = [.. hub.Nodes.Select(node => node.Facts.Name)];
            var absent = string.Join("; ", Absent(present).Select(node => $"{node.Name} {node.Problem}"));
            if (present.Length < minimum)
                throw new TimeoutException(
                    $"tutti detect: too few nodes came. Got {present.Length} of {request.Count}" +
                    $"{(present.Length > 0 ? $" ({string.Join(", ", present)})" : "")} within {Words.Duration(request.Wait)}: {absent.TrimEnd('.')}. " +
                    $"Expected at least {minimum}. Start those, or wait longer with --node-wait.", late);
            display.Say($"going on with {present.Length} of {Words.Count(request.Count, "node")}: {absent}");
        }
    }

    /// <summary>Those that could have been asked and were not, and why; none if as many were asked as were waited for.</summary>
    /// <param name="asked">Who was.</param>
    internal IReadOnlyList<NodeRemark> Absent(IReadOnlyCollection<string> asked)
    {
        if (asked.Count >= request.Count) return [];
        var refusals = hub!.Refusals;
        var known = driver.Nodes.Select(node => node.Name).ToHashSet();
        return [.. request.Names(manifest).Except(asked).Select(name => new NodeRemark(name, null,
            refusals.TryGetValue(name, out var reason) ? $"was refused: {reason}"
            : known.Contains(name) ? "was not there when the others were asked"
            : $"did not join within {Words.Duration(request.Wait)}"))];
    }

    /// <summary>Stops listening; nodes try to come back until somebody listens there again.</summary>
    public async ValueTask DisposeAsync()
    {
        isClosing = true;
        if (hub is not null) await hub.DisposeAsync().ConfigureAwait(false);
        certificate.Dispose();
    }

    private EnsembleHubOptions ToOptions(BeatRecipe recipe) => new()
    {
        Certificate = certificate,
        Tokens = request.Tokens,
        Address = request.Listen.Address,
        Port = request.Listen.Port,
        ClientAuthorities = request.ClientAuthorities,
        ExpectedVersions = manifest?.Versions,
        SampleShape = [recipe.ToOptions().SampleCount],
        MaxNodes = request.Tokens.Count,
        Notice = Tell,
    };

    // That everybody leaves in the end is no news.
    private void Tell(string line)
    {
        if (!isClosing) display.Tell(hub?.Nodes.Count ?? 0, request.Count, line);
    }

    private void SayHowToJoin(EnsembleHub listening, Combination combination)
    {
        if (manifest is null) display.Say($"no {EnsembleManifest.FileName}: nodes with any version of a model may join");
        var nodes = NodeCommandLines.Create(
            listening, certificate.IsSelfSigned, request.ClientAuthorities is not null, request.Names(manifest), manifest, combination);
        string[] lines =
        [
            $"nodes join at {NodeCommandLines.AddressOf(listening)}, certificate {listening.Fingerprint}; each is started at its site with",
            .. nodes.Select(line => $"  {line}"),
        ];
        // Without its fingerprint nobody trusts a certificate that was made just now.
        foreach (var line in lines) display.Say(line, isNeeded: certificate.IsSelfSigned);
    }
}

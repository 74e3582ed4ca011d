using System.CommandLine;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Tutti.Cli.Detection;
using Tutti.Distributed.Ensembles.Remote;
using Tutti.Server.Security;

namespace Tutti.Cli.Arguments;

/// <summary>
/// The flags that make <c>tutti detect</c> the driver of nodes elsewhere, of which <c>--nodes</c> is the one that does. Tokens come from a
/// file or standard input only.
/// </summary>
internal sealed class RemoteNodeFlags
{
    internal const int DefaultPort = 7443;
    private const int MostNodes = 1024;
    private const double DefaultWait = 60, LongestWait = 86_400;
    private const string StandardInput = "-";

    private readonly ValueOption nodes = new("--nodes", "N", "Ask nodes elsewhere, which join by tutti detect node, and wait for so many");
    private readonly ValueOption listen = new(
        "--listen", "ADDRESS:PORT", $"Where nodes are to dial; IPv6 in brackets, port 0 for a free one (default: 0.0.0.0:{DefaultPort})");
    private readonly ValueOption tokenFile = new("--token-file", "FILE", "Who may join: a line NAME TOKEN for each node, - for standard input");
    private readonly ValueOption certificate = new(
        "--certificate", "FILE", "What the driver shows of itself, PEM (default: one made at the start, whose fingerprint is shown)");
    private readonly ValueOption key = new("--certificate-key", "FILE", "Its private key, PEM, not encrypted");
    private readonly ValueOption clientAuthority = new(
        "--client-ca", "FILE", "Let in only nodes with a certificate of the authorities in this PEM file, besides their token");
    private readonly ValueOption wait = new(
        "--node-wait", "SECONDS", $"How long nodes may take to join once the recordings are read (default: {DefaultWait})");

    internal RemoteNodeFlags(Command command)
    {
        foreach (var option in new[] { nodes, listen, tokenFile, certificate, key, clientAuthority, wait }) command.Add(option.Option);
    }

    /// <summary>What was asked for; null: no nodes elsewhere.</summary>
    /// <exception cref="InputException">Something is missing or does not fit; all problems are listed.</exception>
    internal RemoteRequest? Read(ParseResult parse) => nodes.Read(parse) is { } count ? Read(parse, count) : ThrowIfAny(parse);

    // Apart, so that nothing of what listens is loaded where nobody listens.
    private RemoteRequest Read(ParseResult parse, GivenValue count)
    {
        var problems = new InputProblems();
        var request = new RemoteRequest
        {
            Count = problems.Try(() => count.WholeNumber(1, MostNodes)),
            Listen = problems.Try(() => listen.Read(parse) is { } place ? ListenAddress.Parse(place) : new IPEndPoint(IPAddress.Any, DefaultPort))!,
            Tokens = problems.Try(() => ReadTokens(tokenFile.Read(parse)?.NotEmpty()))!,
            Certificate = problems.Try(() => ReadCertificate(parse)),
            ClientAuthorities = problems.Try(() => ReadAuthorities(clientAuthority.Read(parse)?.NotEmpty())),
            Wait = TimeSpan.FromSeconds(problems.Try(() => wait.Read(parse)?.UpTo(LongestWait) ?? DefaultWait)),
        };
        problems.ThrowIfAny();
        return request;
    }

    private RemoteRequest? ThrowIfAny(ParseResult parse)
    {
        ValueOption[] needing = [listen, tokenFile, certificate, key, clientAuthority, wait];
        string[] given = [.. needing.Where(option => option.Read(parse) is not null).Select(option => option.Name)];
        return given.Length == 0 ? null : throw new InputException(
            $"tutti detect: {string.Join(", ", given)}: only for nodes elsewhere. Got no {nodes.Name}. Expected {nodes.Name} N with " +
            $"{(given.Length == 1 ? "it" : "them")}. Say for how many nodes to wait, or leave {(given.Length == 1 ? "it" : "them")} out.");
    }

    private ServerCertificate? ReadCertificate(ParseResult parse) => CertificateFlags.Read(parse, certificate, key) is var (own, ownKey)
        ? ReadFile(certificate, () => ServerCertificate.Load(own, ownKey))
        : null;

    private X509Certificate2Collection? ReadAuthorities(string? file) =>
        file is null ? null : ReadFile(clientAuthority, () => PemFiles.LoadAll(file));

    private NodeTokens ReadTokens(string? file) => file switch
    {
        null => throw new InputException(
            $"{tokenFile.Name}: missing. Got none. Expected a file with a line NAME TOKEN for each node, or - for standard input. " +
            "Make a token with openssl rand -hex 32."),
        StandardInput => ReadFile(tokenFile, () => NodeTokens.Parse(Console.In.ReadToEnd())),
        _ => ReadFile(tokenFile, () => NodeTokens.Load(file)),
    };

    private static T ReadFile<T>(ValueOption option, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new InputException($"{option.Name}: cannot be read. Got {problem.Message} Expected {option.Option.Description}.", problem);
        }
    }
}

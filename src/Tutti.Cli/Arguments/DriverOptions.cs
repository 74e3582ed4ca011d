using System.CommandLine;
using Tutti.Distributed.Ensembles.Remote;

namespace Tutti.Cli.Arguments;

/// <summary>Whom a node that dials out trusts, and what it is known by. Tokens come from a file, standard input or the environment
/// only.</summary>
internal sealed class DriverOptions
{
    internal const string TokenVariable = "TUTTI_TOKEN";
    private const string StandardInput = "-";

    private readonly ValueOption tokenFile = new(
        "--token-file", "FILE", $"The file with this node's token, - for standard input (default: the variable {TokenVariable})");

    private readonly ValueOption trust = new("--trust", "SHA256", "Trust the certificate with this fingerprint only, as the driver " +
        "shows it: sha256:…");
    private readonly ValueOption authority = new("--ca", "FILE", "Trust certificates of the authorities in this PEM file (default: the " +
        "system's)");
    private readonly ValueOption certificate = new("--client-certificate", "FILE", "This node's certificate, PEM, where the driver " +
        "asks for one");
    private readonly ValueOption key = new("--client-key", "FILE", "Its private key, PEM, not encrypted");

    internal DriverOptions(Command command)
    {
        foreach (var option in new[] { tokenFile, trust, authority, certificate, key }) command.Add(option.Option);
    }

    internal RemoteNodeOptions Read(ParseResult parse, GivenValue driver)
    {
        if (!Uri.TryCreate(driver.Text, UriKind.Absolute, out var address))
            throw new InputException($"{driver.Source}: not an address. Got '{driver.Text}'. Expected https://host:port.");
        var own = CertificateFlags.Read(parse, certificate, key);
        return new RemoteNodeOptions
        {
            Driver = address,
            Token = ReadToken(tokenFile.Read(parse)?.NotEmpty()),
            Trust = trust.Read(parse)?.NotEmpty(),
            Authorities = authority.Read(parse)?.NotEmpty() is { } trusted ? InputException.From(() => PemFiles.LoadAll(trusted)) : null,
            Certificate = own is var (file, ownKey) ? InputException.From(() => PemFiles.LoadWithKey(file, ownKey)) : null,
        };
    }

    private string ReadToken(string? file)
    {
        var text = file switch
        {
            null => Environment.GetEnvironmentVariable(TokenVariable)
                ?? throw new InputException($"tutti detect node: the token is missing. Got neither {tokenFile.Name} nor " +
                    $"{TokenVariable}. Expected one of them."),
            StandardInput => Console.In.ReadLine() ?? "",
            _ => InputException.From(() => File.ReadAllText(file)),
        };
        return text.Trim();
    }
}

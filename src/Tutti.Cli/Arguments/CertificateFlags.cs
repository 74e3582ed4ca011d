using System.CommandLine;

namespace Tutti.Cli.Arguments;

/// <summary>The files of a certificate and of its private key, of which one is of no use without the other.</summary>
internal static class CertificateFlags
{
    /// <summary>Both paths; null if neither was given.</summary>
    /// <exception cref="InputException">One was given without the other.</exception>
    internal static (string Certificate, string Key)? Read(ParseResult parse, ValueOption certificate, ValueOption key)
    {
        var (own, ownKey) = (certificate.Read(parse)?.NotEmpty(), key.Read(parse)?.NotEmpty());
        if ((own is null) != (ownKey is null))
            throw new InputException($"{certificate.Name}, {key.Name}: one without the other. Got " +
                $"{(own is null ? key.Name : certificate.Name)} only. Expected both or neither.");
        return own is null ? null : (own, ownKey!);
    }
}

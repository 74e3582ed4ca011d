using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Tutti.Cli.Arguments;

/// <summary>Where something is to listen: <c>ADDRESS:PORT</c>, IPv6 in brackets, or a port alone for all addresses of IPv4.</summary>
internal static class ListenAddress
{
    internal static IPEndPoint Parse(GivenValue given)
    {
        var text = given.Text.Trim();
        var colon = text.LastIndexOf(':');
        var (address, port) = colon < 0 ? ("0.0.0.0", text) : (text[..colon], text[(colon + 1)..]);
        return ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Find(address) is { } found
            ? new IPEndPoint(found, number)
            : throw new InputException(
                $"{given.Source}: not an address to listen at. Got '{given.Text}'. Expected ADDRESS:PORT with an IP address of this machine " +
                "(0.0.0.0 for all, IPv6 in brackets) and 0 to 65535 (0: a free one), such as 0.0.0.0:7443, [::]:7443 or 7443.");
    }

    // IPAddress takes a lone number, and fewer than four, for an address too.
    private static IPAddress? Find(string text) => text switch
    {
        "localhost" => IPAddress.Loopback,
        ['[', .. var inside, ']'] => OfFamily(inside, AddressFamily.InterNetworkV6),
        _ when text.Count(letter => letter == '.') == 3 => OfFamily(text, AddressFamily.InterNetwork),
        _ => null,
    };

    private static IPAddress? OfFamily(string text, AddressFamily family) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == family ? address : null;
}

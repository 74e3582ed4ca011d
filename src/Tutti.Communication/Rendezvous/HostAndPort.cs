using System.Globalization;

namespace Tutti.Communication.Rendezvous;

/// <summary>A place in the network as <c>host:port</c>; an IPv6 address in brackets.</summary>
internal static class HostAndPort
{
    /// <summary>Its parts, brackets removed; null if it is none.</summary>
    internal static (string Host, int Port)? TryParse(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is >= 1 and <= ushort.MaxValue ? (text[..colon].Trim('[', ']'), port) : null;
    }
}

using System.Net;
using System.Net.Sockets;

namespace Tutti.EndToEnd.Tests.Network;

/// <summary>
/// What goes through the network interfaces of this machine, the switch of <see cref="NetworkCluster"/> included, from some addresses.
/// </summary>
internal sealed class PacketCapture : IDisposable
{
    // ETH_P_ALL in network order: a copy of every packet, before the switch takes it.
    private const int Everything = 0x0300;

    private readonly Socket socket;
    private readonly byte[] sender;
    private readonly Thread listening;
    private volatile bool isStopping;
    private int packets;
    private int plainHeaders;
    private int encryptedRecords;

    /// <param name="addressPrefix">The first three numbers of an address, with a point after each.</param>
    internal PacketCapture(string addressPrefix)
    {
        sender = IPAddress.Parse(addressPrefix + "0").GetAddressBytes()[..3];
        socket = new Socket(AddressFamily.Packet, SocketType.Dgram, (ProtocolType)Everything) { ReceiveTimeout = 100, ReceiveBufferSize = 32 << 20 };
        listening = new Thread(Listen) { IsBackground = true, Name = "capture" };
        listening.Start();
    }

    internal int Packets => Volatile.Read(ref packets);

    /// <summary>Packets with the header of a message (docs/COMMUNICATION.md) as anybody can read it.</summary>
    internal int PlainHeaders => Volatile.Read(ref plainHeaders);

    /// <summary>Packets that begin with a record of TLS 1.2 or 1.3.</summary>
    internal int EncryptedRecords => Volatile.Read(ref encryptedRecords);

    public void Dispose()
    {
        isStopping = true;
        listening.Join(TimeSpan.FromSeconds(5));
        socket.Dispose();
    }

    private void Listen()
    {
        var buffer = new byte[1 << 17];
        while (!isStopping)
        {
            int length;
            try
            {
                length = socket.Receive(buffer);
            }
            catch (SocketException timeout) when (timeout.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
            {
                continue;
            }

            Look(buffer.AsSpan(0, length));
        }
    }

    // IPv4 with TCP: the sender is at 12, the length of each header in a half byte of it.
    private void Look(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < 40 || packet[0] >> 4 != 4 || packet[9] != 6 || !packet[12..15].SequenceEqual(sender)) return;
        var tcp = (packet[0] & 15) * 4;
        if (packet.Length <= tcp + 13) return;
        var start = tcp + (packet[tcp + 12] >> 4) * 4;
        if (start >= packet.Length) return;
        var content = packet[start..];
        packets++;
        if (content is [>= 20 and <= 23, 3, 1 or 3, ..]) encryptedRecords++;
        for (var at = content.IndexOf("TUT1"u8); at >= 0; at = content.IndexOf("TUT1"u8))
        {
            content = content[(at + 4)..];
            if (content is not [>= 1 and <= 4, < 32, ..]) continue;
            plainHeaders++;
            break;
        }
    }
}

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Tutti.Communication.Membership;

/// <summary>
/// A connection whose two ends have proved to each other that they know the job's secret. On loopback the bytes are plain; beyond it they
/// are TLS, with a certificate that the proof covers: who sits in between without the secret fails.
/// </summary>
internal sealed class SecureChannel : IDisposable
{
    /// <summary>How long the whole handshake may take.</summary>
    internal static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long a write may wait for a peer that does not read.</summary>
    internal static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(2);

    private readonly SocketStream plain;
    private SslStream? encrypted;

    private SecureChannel(Socket socket)
    {
        Socket = socket;
        plain = new SocketStream(socket);
    }

    internal Socket Socket { get; }

    /// <summary>Where the two ends read and write: one reader and one writer at a time.</summary>
    internal Stream Stream => encrypted ?? (Stream)plain;

    internal bool IsEncrypted => encrypted is not null;

    /// <summary>The listening side, on a connection that has just been accepted. Takes the socket: it is closed if this throws.</summary>
    /// <exception cref="RendezvousException">The other side does not belong to the job, speaks another version, or is too slow.</exception>
    internal static SecureChannel Accept(Socket socket, JobSecret secret, ChannelPurpose purpose, TimeSpan? timeout = null) =>
        Open(socket, secret, purpose, isListener: true, timeout ?? HandshakeTimeout);

    /// <summary>The dialling side, on a connection that has just been made. Takes the socket: it is closed if this throws.</summary>
    /// <exception cref="RendezvousException">
    /// The other side does not belong to the job or speaks another version; or, with an inner exception, it is too slow or the connection
    /// broke.
    /// </exception>
    /// <exception cref="EndOfStreamException">The other side closed the connection before it had said anything; trying again may
    /// help.</exception>
    internal static SecureChannel Connect(Socket socket, JobSecret secret, ChannelPurpose purpose, TimeSpan? timeout = null) =>
        Open(socket, secret, purpose, isListener: false, timeout ?? HandshakeTimeout);

    /// <summary>Ends the connection; a read or write that waits on another thread fails at once.</summary>
    public void Dispose()
    {
        try
        {
            Socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The peer was faster.
        }

        Socket.Dispose();
    }

    private static SecureChannel Open(Socket socket, JobSecret secret, ChannelPurpose purpose, bool isListener, TimeSpan timeout)
    {
        var channel = new SecureChannel(socket);
        EndPoint? peer = null;
        try
        {
            peer = socket.RemoteEndPoint;
            socket.NoDelay = true;
            channel.plain.SetDeadline(timeout);
            channel.Shake(new Handshake(secret, purpose, isListener, NeedsEncryption(peer)));
            channel.plain.ClearDeadline(SendTimeout);
            return channel;
        }
        catch (RendezvousException refused)
        {
            channel.Dispose();
            throw new RendezvousException($"Handshake with {peer}: {refused.Message}");
        }
        catch (EndOfStreamException)
        {
            channel.Dispose();
            throw;
        }
        catch (Exception cause) when (cause is TimeoutException or { InnerException: TimeoutException })
        {
            channel.Dispose();
            throw new RendezvousException(
                $"Handshake with {peer}: it did not finish. Got no answer within {timeout.TotalSeconds} s. Expected a process of this " +
                "job. See what runs at that address.", cause);
        }
        catch (Exception cause)
            when (cause is IOException or SocketException or ObjectDisposedException or AuthenticationException)
        {
            channel.Dispose();
            throw new RendezvousException(
                $"Handshake with {peer}: the connection broke. Got {cause.GetType().Name}: {(cause.InnerException ?? cause).Message} " +
                "Expected a process of this job. See whether that process still runs.", cause);
        }
    }

    private static bool NeedsEncryption(EndPoint? peer) =>
        peer is not IPEndPoint { Address: var address }
            || !IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private void Shake(Handshake handshake)
    {
        handshake.ExchangeHellos(plain);
        if (handshake.IsEncrypted) handshake.Bind(Encrypt(handshake.IsListener));
        handshake.ExchangeProofs(Stream);
    }

    // Returns the digest of the listener's certificate.
    private byte[] Encrypt(bool isListener)
    {
        encrypted = new SslStream(plain, leaveInnerStreamOpen: true);
        if (isListener)
        {
            encrypted.AuthenticateAsServer(new SslServerAuthenticationOptions { ServerCertificate = EphemeralCertificate.Instance });
            return EphemeralCertificate.DigestOf(EphemeralCertificate.Instance);
        }

        // Any certificate will do here: the proofs that follow cover the one that was shown.
        encrypted.AuthenticateAsClient(new SslClientAuthenticationOptions
        {
            TargetHost = "tutti", RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
        });
        return EphemeralCertificate.DigestOf(encrypted.RemoteCertificate!);
    }
}

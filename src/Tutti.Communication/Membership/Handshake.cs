using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Tutti.Communication.Membership;

/// <summary>
/// The mutual challenge. Each side says hello (44 bytes: magic "TUTTI\n", version, role, purpose, whether it needs TLS, 32 random bytes).
/// The dialler then proves the secret, the listener answers with a verdict and its own proof: HMAC-SHA-256 over the prover's role, both
/// hellos and the listener's certificate. So nothing of a hello can be changed on the way, and no proof can be used twice or sent back.
/// </summary>
internal sealed class Handshake
{
    internal const ushort Version = 1;
    internal const int HelloBytes = 44;

    private const int ProofBytes = 32;
    private const byte Dialler = 1;
    private const byte Listener = 2;
    private const byte Accepted = 1;
    private const byte Refused = 2;
    private readonly JobSecret secret;
    private readonly byte[] own = new byte[HelloBytes];
    private readonly byte[] other = new byte[HelloBytes];
    private byte[] binding = [];

    internal Handshake(JobSecret secret, ChannelPurpose purpose, bool isListener, bool needsEncryption)
    {
        this.secret = secret;
        IsListener = isListener;
        Magic.CopyTo(own);
        BinaryPrimitives.WriteUInt16LittleEndian(own.AsSpan(6), Version);
        own[8] = isListener ? Listener : Dialler;
        own[9] = (byte)purpose;
        own[10] = needsEncryption ? (byte)1 : (byte)0;
        RandomNumberGenerator.Fill(own.AsSpan(12));
    }

    private static ReadOnlySpan<byte> Magic => "TUTTI\n"u8;

    internal bool IsListener { get; }

    /// <summary>Known after the hellos: one side that needs it is enough.</summary>
    internal bool IsEncrypted => (own[10] | other[10]) != 0;

    internal void ExchangeHellos(Stream stream)
    {
        if (!IsListener) stream.Write(own);
        // The first bytes mean the same in every version, so that versions that differ can say so.
        var read = stream.ReadAtLeast(other.AsSpan(0, 8), 8, throwOnEndOfStream: false);
        if (read == 0) throw new EndOfStreamException("Handshake: the connection was closed before a word was said.");
        if (!other.AsSpan(0, Math.Min(read, 6)).SequenceEqual(Magic[..Math.Min(read, 6)]) || read < 8)
            throw new RendezvousException(
                $"the other side is not a process of Tutti. Got {Convert.ToHexString(other.AsSpan(0, read))}. Expected " +
                $"{Convert.ToHexString(Magic)}. See what uses this address and port.");
        if (IsListener) stream.Write(own);
        var version = BinaryPrimitives.ReadUInt16LittleEndian(other.AsSpan(6));
        if (version != Version)
        {
            Drain(stream);
            throw new RendezvousException(
                $"the other side speaks another version of the protocol. Got version {version}. Expected {Version}. Run the same Tutti " +
                "everywhere.");
        }

        stream.ReadExactly(other.AsSpan(8));
        if (other[8] != (IsListener ? Dialler : Listener) || other[9] != own[9] || other[10] > 1)
            throw new RendezvousException(
                $"the other side wants something else. Got role {other[8]}, purpose {other[9]}. Expected role " +
                $"{(IsListener ? Dialler : Listener)}, " +
                $"purpose {(ChannelPurpose)own[9]} ({own[9]}). Check which address and port it was given.");
    }

    /// <summary>Makes the certificate part of what is proved.</summary>
    internal void Bind(byte[] certificateDigest) => binding = certificateDigest;

    internal void ExchangeProofs(Stream stream)
    {
        Span<byte> answer = stackalloc byte[1 + ProofBytes];
        if (!IsListener)
        {
            Prove(own[8], answer[1..]);
            stream.Write(answer[1..]);
            if (stream.ReadAtLeast(answer, answer.Length, throwOnEndOfStream: false) == 0 || answer[0] != Accepted
                || !IsProof(other[8], answer[1..]))
                throw WrongSecret();
            return;
        }

        stream.ReadExactly(answer[1..]);
        var isRight = IsProof(other[8], answer[1..]);
        answer.Clear();
        answer[0] = isRight ? Accepted : Refused;
        if (isRight) Prove(own[8], answer[1..]);
        stream.Write(answer);
        if (!isRight) throw WrongSecret();
    }

    // A connection that is closed with unread bytes is reset, and the other side might never read which version we speak.
    private void Drain(Stream stream)
    {
        if (!IsListener) return;
        Span<byte> ignored = stackalloc byte[1024];
        try
        {
            stream.ReadAtLeast(ignored, ignored.Length, throwOnEndOfStream: false);
        }
        catch (Exception ended) when (ended is IOException or SocketException or TimeoutException)
        {
            // It has read what it wanted, or never will.
        }
    }

    private bool IsProof(byte role, ReadOnlySpan<byte> proof)
    {
        Span<byte> expected = stackalloc byte[ProofBytes];
        Prove(role, expected);
        return CryptographicOperations.FixedTimeEquals(expected, proof);
    }

    private void Prove(byte role, Span<byte> proof)
    {
        Span<byte> message = stackalloc byte[1 + 2 * HelloBytes + 32];
        message[0] = role;
        (IsListener ? other : own).CopyTo(message[1..]);
        (IsListener ? own : other).CopyTo(message[(1 + HelloBytes)..]);
        binding.CopyTo(message[(1 + 2 * HelloBytes)..]);
        secret.Sign(message, proof);
    }

    private static RendezvousException WrongSecret() => new(
        "the two sides do not have the same secret. Got a proof that does not fit. Expected the secret of this job. " +
        $"Give every process the same {JobSecret.Variable} (or {JobSecret.FileVariable}).");
}

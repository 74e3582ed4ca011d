using System.Security.Cryptography;

namespace Tutti.Communication.Membership;

/// <summary>The secret that the processes of a job share: 32 bytes. It is never printed, recorded or put on a command line.</summary>
internal sealed class JobSecret
{
    internal const string Variable = "TUTTI_JOB_SECRET";
    internal const string FileVariable = "TUTTI_JOB_SECRET_FILE";

    private const int Bytes = 32;
    private readonly byte[] key;

    private JobSecret(byte[] key) => this.key = key;

    internal static JobSecret Generate() => new(RandomNumberGenerator.GetBytes(Bytes));

    /// <exception cref="RendezvousException">The text is not 64 hexadecimal digits; the message does not repeat it.</exception>
    internal static JobSecret Parse(string text, string source)
    {
        var trimmed = text.AsSpan().Trim();
        var key = new byte[Bytes];
        if (trimmed.Length != 2 * Bytes || !TryRead(trimmed, key))
            throw new RendezvousException(
                $"Rendezvous: {source} is not a job secret. Got {trimmed.Length} characters. Expected {2 * Bytes} hexadecimal digits. " +
                $"Make one with 'openssl rand -hex {Bytes}' and give the same to every process of the job.")
            {
                IsWrongInput = true,
            };
        return new JobSecret(key);
    }

    // Every worker reads one when it starts: Convert's vectorized decoder takes longer to compile than the rest of the handshake.
    private static bool TryRead(ReadOnlySpan<char> digits, byte[] key)
    {
        for (var index = 0; index < digits.Length; index++)
        {
            if (!char.IsAsciiHexDigit(digits[index])) return false;
            var digit = digits[index] <= '9' ? digits[index] - '0' : (digits[index] | 0x20) - 'a' + 10;
            key[index / 2] = (byte)(key[index / 2] << 4 | digit);
        }

        return true;
    }

    /// <summary>The secret as <see cref="Variable"/> carries it to a process that is being started.</summary>
    internal string ToVariable() => Convert.ToHexString(key).ToLowerInvariant();

    internal void Sign(ReadOnlySpan<byte> message, Span<byte> signature) => HMACSHA256.HashData(key, message, signature);

    /// <summary>Does not give the secret away.</summary>
    public override string ToString() => "(job secret)";
}

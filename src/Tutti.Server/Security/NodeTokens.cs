using System.Security.Cryptography;
using System.Text;
using Tutti.Distributed.Ensembles.Remote;

namespace Tutti.Server.Security;

/// <summary>
/// Which token which client may come with. Only SHA-256 digests are kept, and comparing takes as long for a wrong token as for a right one.
/// Immutable and thread-safe.
/// </summary>
public sealed class NodeTokens
{
    // Whoever is not listed is compared with a digest that no token has, so that names cannot be guessed by time either.
    private static readonly byte[] Nobody = new byte[SHA256.HashSizeInBytes];

    private readonly Dictionary<string, byte[]> digests;

    private NodeTokens(Dictionary<string, byte[]> digests) => this.digests = digests;

    /// <summary>How many names there are.</summary>
    public int Count => digests.Count;

    /// <summary>The names, in order.</summary>
    public IReadOnlyList<string> Names => [.. digests.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Reads a list of names and tokens.</summary>
    /// <param name="text">A name, blanks and a token (16 to 512 visible ASCII characters) a line; empty lines and lines that begin with
    /// <c>#</c> mean nothing.</param>
    /// <returns>The tokens.</returns>
    /// <exception cref="InvalidDataException">A line is something else, a name or a token occurs twice, or there is none; the message names
    /// the lines and never shows a token.</exception>
    public static NodeTokens Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (digests, problems, line) = (new Dictionary<string, byte[]>(StringComparer.Ordinal), new List<string>(), 0);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var content in text.Split('\n'))
        {
            line++;
            var words = content.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || words[0].StartsWith('#')) continue;
            if (words.Length != 2) problems.Add($"line {line} has {words.Length} words, expected a name and a token");
            else if (!RemoteProtocol.IsName(words[0])) problems.Add($"line {line}: the name is not 1 to 64 letters, digits, '-', '_' " +
                $"or '.'");
            else if (Secrets.TokenProblem(words[1]) is { } problem) problems.Add($"line {line}: {problem}");
            else if (!digests.TryAdd(words[0], Digest(words[1]))) problems.Add($"line {line}: '{words[0]}' has a token already");
            else if (!seen.Add(words[1])) problems.Add($"line {line}: another name has this token");
        }
        if (problems.Count == 0 && digests.Count == 0) problems.Add("there is no line with a name and a token");
        return problems.Count == 0 ? new NodeTokens(digests)
            : throw new InvalidDataException($"NodeTokens: the list does not fit. Got: {string.Join("; ", problems)}. Write one name and its token a line.");
    }

    /// <summary>Reads the list from a file.</summary>
    /// <param name="path">The file, as for <see cref="Parse"/>.</param>
    /// <returns>The tokens.</returns>
    /// <exception cref="InvalidDataException">As for <see cref="Parse"/>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NodeTokens Load(string path) => Parse(File.ReadAllText(path));

    /// <summary>Makes a token that nobody can guess: 256 random bits.</summary>
    /// <returns>64 hexadecimal digits.</returns>
    public static string Create() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Whether this token is the one of this name.</summary>
    /// <param name="name">Who says to be there.</param>
    /// <param name="token">What it shows.</param>
    /// <returns>True only for a name that is listed, with its token.</returns>
    public bool Accept(string name, string token)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(token);
        return CryptographicOperations.FixedTimeEquals(Digest(token), digests.GetValueOrDefault(name, Nobody));
    }

    private static byte[] Digest(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}

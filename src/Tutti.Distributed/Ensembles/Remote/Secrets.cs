namespace Tutti.Distributed.Ensembles.Remote;

/// <summary>What a token must be. Messages never repeat one.</summary>
internal static class Secrets
{
    internal const int LeastLength = 16, MostLength = 512;

    /// <summary>What is wrong with a token, or null.</summary>
    internal static string? TokenProblem(string? token) => token switch
    {
        null or "" => "the token is empty",
        { Length: < LeastLength or > MostLength } => $"the token has {token.Length} characters, expected {LeastLength} to {MostLength}",
        _ when token.Any(letter => letter is <= ' ' or > '~') => "the token has characters other than visible ASCII",
        _ => null,
    };
}

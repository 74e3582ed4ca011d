using System.Globalization;

namespace Tutti.Communication.Rendezvous;

/// <summary>Reads environment variables; what is wrong with one is an error that names it. Empty counts as absent.</summary>
internal sealed class Variables(Func<string, string?> get)
{
    internal string? Text(string name) => get(name) is { Length: > 0 } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    internal string RequiredText(string name, string because) => Text(name) ?? throw Absent(name, because);

    internal int? Number(string name, int minimum)
    {
        if (Text(name) is not { } text) return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= minimum
            ? value
            : throw Wrong(name, $"a number, {minimum} or more");
    }

    internal int Required(string name, int minimum, string because) => Number(name, minimum) ?? throw Absent(name, because);

    internal string? Choice(string name, string[] allowed)
    {
        if (Text(name) is not { } text) return null;
        return Array.IndexOf(allowed, text) >= 0 ? text : throw Wrong(name, string.Join(", ", allowed[..^1]) + " or " + allowed[^1]);
    }

    internal void CheckRank(string rankName, int? rank, string sizeName, int size)
    {
        if (rank >= size) throw Wrong(rankName, $"0 to {size - 1}, because {sizeName} is {size}");
    }

    internal RendezvousException Wrong(string name, string expected) => new(
        $"Rendezvous: the environment variable {name} is wrong. Got '{Text(name)}'. Expected {expected}. Correct it, or start the job " +
        "with 'tutti launch'.")
    {
        IsWrongInput = true,
    };

    private static RendezvousException Absent(string name, string because) => new(
        $"Rendezvous: the environment variable {name} is missing. Got {because} without it. Expected both, as launchers set them. " +
        $"Set {name}, remove {because}, or start the job with 'tutti launch'.")
    {
        IsWrongInput = true,
    };
}

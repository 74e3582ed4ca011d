using System.Text.RegularExpressions;

namespace Tutti.Learning.Runs;

/// <summary>
/// Removes secrets from what is recorded: values of arguments and settings whose names sound secret, user names and passwords in addresses,
/// and bearer tokens. In doubt it removes too much.
/// </summary>
public static partial class SecretRemover
{
    /// <summary>What stands where a secret was.</summary>
    public const string Removed = "***";

    /// <summary>Removes secrets from a command line.</summary>
    /// <param name="arguments">The arguments as they were given.</param>
    /// <returns>As many arguments; the argument after a secret-sounding option is removed whatever it is.</returns>
    public static IReadOnlyList<string> Clean(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var cleaned = new string[arguments.Count];
        var isValueOfSecret = false;
        for (var index = 0; index < cleaned.Length; index++)
        {
            var argument = arguments[index];
            cleaned[index] = isValueOfSecret ? Removed : CleanText(argument);
            isValueOfSecret = !isValueOfSecret && argument.StartsWith('-') && !argument.Contains('=') && SecretName().IsMatch(argument);
        }
        return cleaned;
    }

    /// <summary>Removes secrets from named values.</summary>
    /// <param name="values">Values by name.</param>
    /// <returns>The same names.</returns>
    public static IReadOnlyDictionary<string, string> Clean(IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.ToDictionary(pair => pair.Key, pair => SecretName().IsMatch(pair.Key) ? Removed : CleanText(pair.Value));
    }

    /// <summary>Removes secrets from a text: an argument, a message, a connection string.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The text with <see cref="Removed"/> in place of secrets.</returns>
    public static string CleanText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = UserInformation().Replace(text, "$1" + Removed + "@");
        text = Bearer().Replace(text, "$1" + Removed);
        // An argument that begins with a secret name has nothing but the secret after it; elsewhere the secret ends at a separator.
        text = WholeAssignment().Replace(text, "$1" + Removed);
        return Assignment().Replace(text, "$1" + Removed);
    }

    private const string Names = "token|password|passwd|pwd|secret|key|credential";

    [GeneratedRegex("(?:" + Names + ")", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();

    // To the last @ of the word, since passwords may hold / and @ though they should not.
    [GeneratedRegex(@"(?<![a-z0-9+.\-])([a-z][a-z0-9+.\-]*://)\S*@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UserInformation();

    [GeneratedRegex(@"\b((?:bearer|basic)\s+)[^\s""']+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Bearer();

    [GeneratedRegex(@"\A([\w.\-/:]*(?:" + Names + @")[\w.\-]*=).*\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex WholeAssignment();

    // The look-behind lets a match begin only where a word does, or long words would take quadratic time.
    [GeneratedRegex(@"(?<![\w.\-])([\w.\-]*(?:" + Names + @")[\w.\-]*[""']?\s*[=:]\s*)(?:""[^""]*""|'[^']*'|[^\s;&,""'}]+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Assignment();
}

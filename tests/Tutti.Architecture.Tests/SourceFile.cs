using System.Text.RegularExpressions;

namespace Tutti.Architecture.Tests;

/// <summary>A C# file of the repository, by its path from the root with forward slashes.</summary>
internal sealed partial class SourceFile(string path)
{
    internal string Path => path;

    internal string[] Lines { get; } = File.ReadAllLines(System.IO.Path.Combine(Repository.Root, path));

    /// <summary>The lines without line comments, and with the contents of simple strings blanked out.</summary>
    internal IEnumerable<string> CodeLines => Lines.Select(line => Comment().Replace(Text().Replace(line, "\"\""), ""));

    /// <summary>The file-scoped namespace, or null.</summary>
    internal string? Namespace => Lines.Select(line => NamespaceLine().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value;

    /// <summary>The names of the public types that are not nested.</summary>
    internal IEnumerable<string> PublicTypes =>
        Lines.Select(line => PublicType().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value);

    public override string ToString() => path;

    [GeneratedRegex(@"//.*$")]
    private static partial Regex Comment();

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex Text();

    [GeneratedRegex(@"^namespace ([\w.]+);")]
    private static partial Regex NamespaceLine();

    // Types stand at the left margin, since namespaces are file-scoped.
    [GeneratedRegex(@"^public (?:(?:static|sealed|abstract|readonly|partial|ref|unsafe) )*(?:class|record struct|record|struct|interface|enum|delegate [\w<>?\[\]]+) (\w+)")]
    private static partial Regex PublicType();
}

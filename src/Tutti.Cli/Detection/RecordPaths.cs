namespace Tutti.Cli.Detection;

/// <summary>The recordings that were asked for: each by its path, or all of a folder but for those that are segments of another.</summary>
internal static class RecordPaths
{
    private const string Extension = ".hea";

    /// <summary>Finds them; a record that was named is returned whether or not it can be read, so that the others go on.</summary>
    /// <exception cref="InputException">Nothing was given, or a folder has none.</exception>
    internal static IReadOnlyList<string> Find(IReadOnlyList<string> given)
    {
        if (given.Count == 0)
            throw new InputException(
                "tutti detect: which recordings? Got none. Expected paths of WFDB records, with or without .hea, or of folders with such.");
        // A record named twice would have all its beats twice.
        return [.. given.SelectMany(Expand).DistinctBy(Path.GetFullPath)];
    }

    private static IEnumerable<string> Expand(string path)
    {
        if (!Directory.Exists(path)) return [path.EndsWith(Extension, StringComparison.Ordinal) ? path[..^Extension.Length] : path];
        var found = Directory.EnumerateFiles(path, "*" + Extension).Select(file => file[..^Extension.Length]).Order(StringComparer.Ordinal).ToArray();
        // A segment's beats are those of the record that it is a part of, and would be judged twice.
        if (found.Length > 0) return found.ExceptBy(found.SelectMany(SegmentsOf), Path.GetFileName);
        throw new InputException(
            $"tutti detect: the folder has no recordings. Got '{path}' without a file *{Extension}. Expected WFDB headers. Name another folder.");
    }

    private static IEnumerable<string> SegmentsOf(string record) => RecordHeader.SegmentsOf(RecordHeader.TryRead(record));
}

namespace Tutti.Storage.Files;

/// <summary>
/// Writes whole files so that a reader sees either the previous content or the new one, never a part: the content goes to a temporary
/// file beside the target, is flushed to disk, and is renamed over the target.
/// </summary>
/// <remarks>
/// After an exception, a full disk or a killed process the previous file is whole. After an exception no temporary file is left; one that
/// a killed process left is removed by <see cref="DeleteLeftovers"/>. After a power loss the file is the previous or the new one, since
/// the rename itself is not flushed. Writers of the same file may overlap: the last rename wins. Thread-safe.
/// </remarks>
public static class AtomicFile
{
    private const string TemporaryExtension = ".partial";

    /// <summary>Replaces the file's content, or creates the file. Its folder must exist.</summary>
    /// <param name="path">The target.</param>
    /// <param name="write">Writes the content, from the start; the stream is closed afterwards by the caller of the delegate.</param>
    /// <param name="through">
    /// Wraps the file's stream in one that the content passes through, for instance one that counts bytes, or refuses them as a full disk
    /// does. Default: none.
    /// </param>
    /// <exception cref="IOException">The content could not be written; the previous file is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void Write(string path, Action<Stream> write, Func<Stream, Stream>? through = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        var target = Path.GetFullPath(path);
        var temporary = TemporaryNameFor(target);
        try
        {
            WriteDurably(temporary, write, through);
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception cause)
        {
            TryDelete(temporary);
            if (cause is IOException)
                throw new IOException(
                    $"AtomicFile: '{target}' could not be written. Got: {cause.Message} The previous file, if any, is unchanged. " +
                    "Free space or choose another folder.", cause);
            throw;
        }
    }

    /// <summary>
    /// Removes the temporary files that killed processes left in a folder. Only for the folder's one owner: it would also remove the
    /// temporary file of a write in progress.
    /// </summary>
    /// <param name="folder">The folder; its subfolders are left alone.</param>
    /// <returns>How many files were removed.</returns>
    public static int DeleteLeftovers(string folder)
    {
        var leftovers = Directory.GetFiles(folder, ".*" + TemporaryExtension);
        foreach (var leftover in leftovers) File.Delete(leftover);
        return leftovers.Length;
    }

    private static string TemporaryNameFor(string target)
    {
        var folder = Path.GetDirectoryName(target)
            ?? throw new ArgumentException($"AtomicFile: the path names no file. Got '{target}'. Expected a file in a folder.");
        return Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}{TemporaryExtension}");
    }

    private static void WriteDurably(string temporary, Action<Stream> write, Func<Stream, Stream>? through)
    {
        using var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        var content = through is null ? file : through(file);
        write(content);
        content.Flush();
        file.Flush(flushToDisk: true);
    }

    // The first failure is the one to report; a temporary file that cannot be removed either is the lesser evil.
    private static void TryDelete(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
        }
    }
}

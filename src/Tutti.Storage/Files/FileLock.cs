namespace Tutti.Storage.Files;

/// <summary>
/// Makes one holder at a time of whatever a path stands for, among all processes of the machine, by an exclusive lock on a small file. The
/// system frees the lock when its holder dies. The file stays behind, since removing it would let two holders in.
/// </summary>
public sealed class FileLock : IDisposable
{
    private readonly FileStream held;

    private FileLock(FileStream held) => this.held = held;

    /// <summary>Takes the lock if it is free.</summary>
    /// <param name="path">What to lock, a file that need not exist. The lock is the file <c>.name.lock</c> beside it; the folder must
    /// exist.</param>
    /// <returns>The lock, held until disposed; null if somebody else holds it.</returns>
    /// <exception cref="IOException">The lock's file cannot be made.</exception>
    public static FileLock? TryTake(string path)
    {
        var fullPath = Path.GetFullPath(path);
        var lockPath = Path.Combine(Path.GetDirectoryName(fullPath)!, $".{Path.GetFileName(fullPath)}.lock");
        try
        {
            return new FileLock(new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(lockPath))
        {
            return null;
        }
    }

    /// <summary>Frees the lock.</summary>
    public void Dispose() => held.Dispose();
}

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
        var lockPath = LockPathOf(path);
        try
        {
            return new FileLock(new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(lockPath))
        {
            return null;
        }
    }

    /// <summary>Whether somebody holds the lock now. Whoever tries to take it in the very moment of this look may be refused.</summary>
    /// <param name="path">What may be locked.</param>
    /// <returns>False if nobody holds it, or nobody ever did; true if somebody does, or if that cannot be found out.</returns>
    public static bool IsHeld(string path)
    {
        var lockPath = LockPathOf(path);
        if (!File.Exists(lockPath)) return false;
        try
        {
            using var look = new FileStream(lockPath, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Frees the lock.</summary>
    public void Dispose() => held.Dispose();

    private static string LockPathOf(string path)
    {
        var fullPath = Path.GetFullPath(path);
        return Path.Combine(Path.GetDirectoryName(fullPath)!, $".{Path.GetFileName(fullPath)}.lock");
    }
}

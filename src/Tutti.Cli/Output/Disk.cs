namespace Tutti.Cli.Output;

/// <summary>Space on disks.</summary>
internal static class Disk
{
    /// <summary>What is free where a folder is or would be made; null if the system does not say.</summary>
    internal static long? FreeBytes(string folder)
    {
        var existing = new DirectoryInfo(Path.GetFullPath(folder));
        while (existing is { Exists: false }) existing = existing.Parent;
        try
        {
            return existing is null ? null : new DriveInfo(existing.FullName).AvailableFreeSpace;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}

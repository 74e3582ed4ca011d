namespace Tutti.Communication.Rendezvous;

/// <summary>
/// What tells machines apart: two processes have the same identity exactly if they can share memory and reach each other on loopback. On
/// Linux that is one boot of one kernel, in the same network and mount namespaces, so that containers count as machines of their own;
/// elsewhere it is the machine's name.
/// </summary>
internal static class HostIdentity
{
    internal static string Current { get; } = Find();

    private static string Find()
    {
        try
        {
            if (OperatingSystem.IsLinux())
                return $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()}/{Namespace("net")}/{Namespace("mnt")}";
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // A system without /proc: its name must do.
        }

        return Environment.MachineName;
    }

    private static string Namespace(string kind) => new FileInfo($"/proc/self/ns/{kind}").LinkTarget ?? kind;
}

namespace Tutti.Communication.Launching.Output;

/// <summary>The log file of one rank: the lines of both its streams, byte for byte, in the order of their arrival. Thread-safe.</summary>
internal sealed class RankFile : IDisposable
{
    private readonly Lock gate = new();
    private readonly FileStream file;
    private volatile string? problem;

    /// <summary>Makes the folder and a new file in it.</summary>
    /// <exception cref="IOException">That cannot be done.</exception>
    /// <exception cref="UnauthorizedAccessException">That may not be done.</exception>
    internal RankFile(string folder, int rank)
    {
        Directory.CreateDirectory(folder);
        // A log is read while the job runs: no bytes are held back.
        file = new FileStream(PathOf(folder, rank), FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }

    /// <summary>Why nothing is written any more; null while all is well.</summary>
    internal string? Problem => problem;

    internal static string PathOf(string folder, int rank) => Path.Combine(folder, $"rank-{rank}.log");

    internal void Write(ReadOnlySpan<byte> line)
    {
        lock (gate)
        {
            if (problem is not null) return;
            try
            {
                var whole = new byte[line.Length + 1];
                line.CopyTo(whole);
                whole[^1] = (byte)'\n';
                file.Write(whole);
            }
            catch (Exception full) when (full is IOException or ObjectDisposedException)
            {
                // A full disk must not stop the workers.
                problem = full.Message;
            }
        }
    }

    public void Dispose()
    {
        lock (gate) file.Dispose();
    }
}

namespace Tutti.Communication.Launching.Output;

/// <summary>The log file of one rank: the lines of both its streams, byte for byte, in the order of their arrival. Thread-safe.</summary>
internal sealed class RankFile : IDisposable
{
    private readonly Lock gate = new();
    private readonly FileStream file;
    private bool isBroken;

    /// <summary>Makes the folder and a new file in it.</summary>
    /// <exception cref="IOException">That cannot be done.</exception>
    /// <exception cref="UnauthorizedAccessException">That may not be done.</exception>
    internal RankFile(string folder, int rank)
    {
        Directory.CreateDirectory(folder);
        // A log is read while the job runs: no bytes are held back.
        var path = Path.Combine(folder, $"rank-{rank}.log");
        file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }

    internal void Write(ReadOnlySpan<byte> line)
    {
        lock (gate)
        {
            if (isBroken) return;
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
                isBroken = true;
            }
        }
    }

    public void Dispose()
    {
        lock (gate) file.Dispose();
    }
}

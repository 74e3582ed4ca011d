using System.Text;

namespace Tutti.Communication.Launching.Output;

/// <summary>Where the lines of all ranks meet: one piece of whole lines at a time.</summary>
internal sealed class SharedWriter(TextWriter writer) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private volatile string? problem;

    /// <summary>Why nothing is written any more; null while all is well.</summary>
    internal string? Problem => problem;

    /// <summary>Writes whole lines. Takes as long as whoever reads them.</summary>
    internal async Task WriteAsync(StringBuilder lines)
    {
        await gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (problem is null) writer.Write(lines.ToString());
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // Nobody reads any more (… | head), or the disk is full. The workers go on; their pipes must not fill up.
            problem = closed.Message;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();
}

using System.Text;

namespace Tutti.Communication.Launching.Output;

/// <summary>Where the lines of all ranks meet: one piece of whole lines at a time.</summary>
internal sealed class SharedWriter(TextWriter writer) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private bool isBroken;

    internal async Task WriteAsync(StringBuilder lines, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (!isBroken) writer.Write(lines.ToString());
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // Nobody reads any more (… | head). The workers go on; their pipes must not fill up.
            isBroken = true;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();
}

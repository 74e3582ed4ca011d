using System.Runtime.InteropServices;

namespace Tutti.Cli;

/// <summary>
/// Turns the first Ctrl-C (or SIGTERM) into a cancellation, so that work can end on a complete checkpoint; the second ends the process.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly TextWriter error;
    private readonly PosixSignalRegistration[] registrations;
    private int count;

    internal Interruption(TextWriter error)
    {
        this.error = error;
        registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];
    }

    internal CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        // Not cancelling the second signal lets the system's default happen: the process ends, with 130 for SIGINT.
        if (Interlocked.Increment(ref count) > 1) return;
        context.Cancel = true;
        error.WriteLine("Stopping after the current step. Press Ctrl-C again to stop at once.");
        source.Cancel();
    }
}

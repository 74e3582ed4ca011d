using System.Runtime.InteropServices;

namespace Tutti.Cli;

/// <summary>
/// Turns the first Ctrl-C (or SIGTERM) into a cancellation, so that work can end on a complete checkpoint; the second ends the process.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private const string ShowCursor = "\u001b[?25h";
    private static readonly TimeSpan LongestWords = TimeSpan.FromMilliseconds(500);

    private readonly TextWriter error;
    private readonly bool isScreen;
    private readonly PosixSignalRegistration[] registrations;
    private int count;

    internal Interruption(TextWriter error, bool isScreen)
    {
        this.error = error;
        this.isScreen = isScreen;
        registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];
    }

    internal CancellationToken Token => source.Token;

    /// <summary>
    /// Asked when SIGTERM comes first: whether this process ends its part of a job by itself, which others go on with; then nothing is
    /// cancelled. Null: nobody is asked.
    /// </summary>
    internal static Func<bool>? Leave { get; set; }

    /// <summary>The first signal that asked this process to stop; null: none has.</summary>
    internal static PosixSignal? Received { get; private set; }

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        // Not cancelling the second signal lets the system's default happen: the process ends, with 130 for SIGINT. The bar hides the
        // cursor, and nothing else will bring it back.
        if (Interlocked.Increment(ref count) > 1)
        {
            if (isScreen) Say(() => error.Write(ShowCursor));
            return;
        }
        context.Cancel = true;
        if (context.Signal == PosixSignal.SIGTERM && Leave?.Invoke() == true) return;
        Received = context.Signal;
        Say(() => error.WriteLine("Stopping after the current step. Press Ctrl-C again to stop at once."));
        source.Cancel();
    }

    // Where nobody reads what this process writes, words wait for ever; the end must not.
    private static void Say(Action write)
    {
        var saying = new Thread(() => TryWrite(write)) { IsBackground = true, Name = "interruption" };
        saying.Start();
        saying.Join(LongestWords);
    }

    private static void TryWrite(Action write)
    {
        try
        {
            write();
        }
        catch (IOException)
        {
            // Standard error may be full or closed.
        }
    }
}

using System.Buffers;

namespace Tutti.Communication.Launching.Output;

/// <summary>What one incarnation of a rank writes: both streams, pumped until they end.</summary>
internal sealed class WorkerOutput(
    string prefix, SharedWriter? output, SharedWriter? error, RankFile? file, bool prefixesOutput = true)
{
    /// <summary>How many lines of standard error are kept to be told if the rank fails.</summary>
    internal const int KeptErrorLines = 40;

    /// <summary>How long an ended process's pipe may give nothing until it is given up.</summary>
    internal static readonly TimeSpan DrainTime = TimeSpan.FromMilliseconds(500);

    private const int ChunkBytes = 16 << 10;

    // The largest pipe that Linux gives to a program without privileges.
    private const int MostPipeBytes = 1 << 20;

    private readonly RankStream outputLines = new(prefixesOutput ? prefix : "", output, file, 0),
        errorLines = new(prefix, error, file, KeptErrorLines);

    internal IReadOnlyList<string> LastErrorLines => errorLines.LastLines;

    /// <summary>Reads both streams to their ends and closes them, however slowly the lines are taken. Does not fail.</summary>
    /// <param name="output">Standard output of the process.</param>
    /// <param name="error">Its standard error.</param>
    /// <param name="exited">
    /// Cancelled when the process has ended: what it wrote last is in the pipes then. Only a descendant that left its session can keep them
    /// open for longer, and is not waited for.
    /// </param>
    internal Task PumpAsync(Stream output, Stream error, CancellationToken exited) =>
        Task.WhenAll(PumpAsync(output, outputLines, exited), PumpAsync(error, errorLines, exited));

    private static async Task PumpAsync(Stream source, RankStream target, CancellationToken exited)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            var left = MostPipeBytes;
            while (left > 0 && await ReadAsync(source, buffer, exited).ConfigureAwait(false) is > 0 and var count)
            {
                if (exited.IsCancellationRequested) left -= count;
                await target.WriteAsync(buffer.AsMemory(0, count)).ConfigureAwait(false);
            }
            await target.CompleteAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The job was given up while nobody took its lines.
        }
        await source.DisposeAsync().ConfigureAwait(false);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private static async ValueTask<int> ReadAsync(Stream source, Memory<byte> buffer, CancellationToken exited)
    {
        using var late = new CancellationTokenSource();
        using var registration = exited.UnsafeRegister(state => ((CancellationTokenSource)state!).CancelAfter(DrainTime), late);
        try
        {
            return await source.ReadAsync(buffer, late.Token).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException)
        {
            return 0;
        }
    }
}

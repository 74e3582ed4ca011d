using System.Buffers;

namespace Tutti.Communication.Launching.Output;

/// <summary>What one incarnation of a rank writes: both streams, pumped until they end.</summary>
internal sealed class WorkerOutput(string prefix, SharedWriter? output, SharedWriter? error, RankFile? file)
{
    /// <summary>How many lines of standard error are kept to be told if the rank fails.</summary>
    internal const int KeptErrorLines = 40;

    private const int ChunkBytes = 16 << 10;

    private readonly RankStream outputLines = new(prefix, output, file, 0), errorLines = new(prefix, error, file, KeptErrorLines);

    internal IReadOnlyList<string> LastErrorLines => errorLines.LastLines;

    /// <summary>Reads both streams to their ends, or until cancelled. Does not fail.</summary>
    internal Task PumpAsync(Stream output, Stream error, CancellationToken cancellation) =>
        Task.WhenAll(PumpAsync(output, outputLines, cancellation), PumpAsync(error, errorLines, cancellation));

    private static async Task PumpAsync(Stream source, RankStream target, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            while (await source.ReadAsync(buffer, cancellation).ConfigureAwait(false) is > 0 and var count)
                await target.WriteAsync(buffer.AsMemory(0, count), cancellation).ConfigureAwait(false);
            await target.CompleteAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or ObjectDisposedException)
        {
        }
        ArrayPool<byte>.Shared.Return(buffer);
    }
}

using Tutti.Learning.Data;
using Tutti.Tensors;

namespace Tutti.Learning.Tests.Data.Loading;

/// <summary>Samples that are their row number, twice; a test may let reading fail or block.</summary>
internal sealed class NumberedSource(int count) : ISampleSource
{
    private int reads;

    public int Count => count;

    public Shape SampleShape => [2];

    public int ReadCount => Volatile.Read(ref reads);

    /// <summary>Called before the read of that number (from 0), on the reading thread.</summary>
    public Action<int> BeforeRead { get; init; } = _ => { };

    public void CopySamples(ReadOnlySpan<int> rows, Span<float> destination)
    {
        BeforeRead(Interlocked.Increment(ref reads) - 1);
        for (var index = 0; index < rows.Length; index++) destination[2 * index] = destination[2 * index + 1] = rows[index];
    }

    public void CopyLabels(ReadOnlySpan<int> rows, Span<long> destination)
    {
        for (var index = 0; index < rows.Length; index++) destination[index] = rows[index] % 10;
    }
}

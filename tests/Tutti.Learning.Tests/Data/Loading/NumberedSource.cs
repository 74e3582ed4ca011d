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

    public void CopySamples(ReadOnlySpan<int> rows, Tensor destination)
    {
        BeforeRead(Interlocked.Increment(ref reads) - 1);
        var values = destination.AsSpan<float>();
        for (var index = 0; index < rows.Length; index++) values[2 * index] = values[2 * index + 1] = rows[index];
    }

    public void CopyTargets(ReadOnlySpan<int> rows, Tensor destination)
    {
        var labels = destination.AsSpan<long>();
        for (var index = 0; index < rows.Length; index++) labels[index] = rows[index] % 10;
    }
}

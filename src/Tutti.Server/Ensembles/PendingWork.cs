using System.Globalization;
using Tutti.Distributed.Ensembles;

namespace Tutti.Server.Ensembles;

/// <summary>A chunk that a node is to answer, and whoever waits for it.</summary>
internal sealed class PendingWork(long number, SampleChunk chunk, byte[] body)
{
    private readonly TaskCompletionSource<double[]> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal string Id { get; } = number.ToString(CultureInfo.InvariantCulture);

    internal int Count => chunk.Count;

    internal byte[] Body => body;

    internal Task<double[]> Answer => completion.Task;

    internal void Complete(double[] values) => completion.TrySetResult(values);

    internal void Fail(string message) => completion.TrySetException(new NodeException(message));
}

using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using Tutti.Communication;
using Tutti.Distributed.Elastic;
using Tutti.Distributed.Ensembles.Remote;

namespace Tutti.Distributed.Ensembles;

/// <summary>A node's end: puts the driver's questions to a node, and sends what it says.</summary>
internal sealed class RankServer(ElasticWorld world, IEnsembleNode node) : RankEnd(world)
{
    private readonly ConcurrentDictionary<long, CancellationTokenSource> open = new();

    public void Stop() => End();

    protected override void Opened()
    {
        CancelAll();
        if (World.Rank == 0)
            throw new InvalidOperationException(
                "RankNodes: the driver is lost. Got a generation without it. Expected rank 0 to stay until the end. Start again.");
        Send(0, RankMessageKind.Hello, 0, FactsJson.Write(node.Facts));
    }

    protected override void Take(int rank, in RankMessage message)
    {
        switch (message.Kind)
        {
            case RankMessageKind.Ask:
                var stop = new CancellationTokenSource();
                open[message.Number] = stop;
                // Ends by itself or when it is cancelled, and never throws: its outcome travels.
                _ = AnswerAsync(World, message.Number, message.Body, stop);
                break;
            case RankMessageKind.Cancel:
                if (open.TryGetValue(message.Number, out var late)) _ = late.CancelAsync();
                break;
            case RankMessageKind.Stop:
                End();
                break;
        }
    }

    protected override void Left(int rank)
    {
        if (rank == 0) End();
    }

    // Without a driver there is nobody to gather for.
    protected override bool Lost(Exception cause) => cause is PeerLostException { Peer: not 0 };

    protected override void Closed(Exception? cause) => CancelAll();

    // What was asked in a world that is over is asked again in the next: its outcome must not be taken for the new question's.
    private async Task AnswerAsync(World asked, long number, ReadOnlyMemory<byte> body, CancellationTokenSource stop)
    {
        // A node that computes before its first await must not hold up the thread that moves letters.
        await Task.Yield();
        try
        {
            var chunk = new SampleChunk(node.Facts.SampleShape, MemoryMarshal.Cast<byte, float>(body.Span).ToArray());
            var values = await node.AnswerAsync(chunk, stop.Token).ConfigureAwait(false);
            Send(asked, 0, RankMessageKind.Answer, number, MemoryMarshal.AsBytes(values.AsSpan()));
        }
        catch (Exception failure)
        {
            Send(asked, 0, RankMessageKind.Failure, number, Encoding.UTF8.GetBytes(failure.Message));
        }
        finally
        {
            open.TryRemove(new KeyValuePair<long, CancellationTokenSource>(number, stop));
        }
    }

    private void CancelAll()
    {
        foreach (var stop in open.Values) _ = stop.CancelAsync();
    }
}

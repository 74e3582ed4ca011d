using System.Collections.Concurrent;
using Tutti.Communication;
using Tutti.Communication.Launching;
using Tutti.Communication.Transports.Messages;
using Tutti.Distributed.Elastic;

namespace Tutti.Distributed.Ensembles;

/// <summary>
/// One end of the letters between the driver's rank and the nodes': a thread that moves them, and gathers with the survivors when a process
/// is lost.
/// </summary>
internal abstract class RankEnd(ElasticWorld world)
{
    // Used by nobody else: "ENS".
    private const int Tag = 0x454E53;

    private static readonly TimeSpan LongestIdle = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestFlush = TimeSpan.FromSeconds(2);

    // Who gathers after a fault leaves the group, perhaps before others have heard of the fault: that must not look like the end of its work.
    private static readonly TimeSpan VerdictGrace = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<(World World, int Rank, byte[] Letter)> outbox = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long[] leftAt = [];
    private volatile Mailbox? mailbox;
    private volatile bool isOver;

    /// <summary>Ends with the thread: well, or with what ended it.</summary>
    public Task Ended => ended.Task;

    protected World World => world.Current;

    public void Start(string name) => new Thread(Run) { IsBackground = true, Name = name }.Start();

    /// <summary>Sends a letter to a rank of the current world. Any thread.</summary>
    protected void Send(int rank, RankMessageKind kind, long number, ReadOnlySpan<byte> body) => Send(World, rank, kind, number, body);

    /// <summary>Sends a letter to a rank of a world, unless that is over when it is the letter's turn. Any thread.</summary>
    protected void Send(World to, int rank, RankMessageKind kind, long number, ReadOnlySpan<byte> body)
    {
        outbox.Enqueue((to, rank, RankMessage.Write(kind, number, body)));
        mailbox?.Wake();
    }

    /// <summary>Ends the thread when what is to be sent is on its way. Any thread.</summary>
    protected void End()
    {
        isOver = true;
        mailbox?.Wake();
    }

    /// <summary>The ranks of a generation can be written to.</summary>
    protected abstract void Opened();

    protected abstract void Take(int rank, in RankMessage message);

    /// <summary>A rank has ended its work; told again and again.</summary>
    protected abstract void Left(int rank);

    /// <summary>A rank was lost; the others are about to gather.</summary>
    /// <returns>Whether to gather with them.</returns>
    protected abstract bool Lost(Exception cause);

    /// <summary>No rank can be written to any more.</summary>
    protected abstract void Closed(Exception? cause);

    private void Run()
    {
        Exception? cause = null;
        try
        {
            Open();
            while (!isOver) TurnOrGather();
            Flush();
        }
        catch (Exception failure)
        {
            cause = failure;
        }
        Closed(cause);
        if (cause is null) ended.SetResult();
        else ended.SetException(cause);
    }

    private void Open()
    {
        leftAt = new long[World.Size];
        mailbox = World.Group.OpenMailbox(Tag);
        Opened();
    }

    private void TurnOrGather()
    {
        try
        {
            Turn();
        }
        catch (PeerLostException lost) when (World.Isolation == Isolation.Process && Lost(lost))
        {
            world.Rejoin();
            Open();
        }
    }

    private void Turn()
    {
        var box = mailbox!;
        SendAll(box);
        for (var rank = 0; rank < World.Size; rank++)
            while (rank != World.Rank && box.TryTake(rank, out var letter)) Take(rank, RankMessage.Read(letter));
        if (box.Move(LongestIdle)) return;
        for (var rank = 0; rank < World.Size; rank++)
            if (rank != World.Rank && box.HasLeft(rank) && IsLeftForGood(rank)) Left(rank);
    }

    private bool IsLeftForGood(int rank)
    {
        var now = TimeProvider.System.GetTimestamp();
        if (leftAt[rank] == 0) leftAt[rank] = now;
        return TimeProvider.System.GetElapsedTime(leftAt[rank], now) >= VerdictGrace;
    }

    private void SendAll(Mailbox box)
    {
        // Letters to ranks of a former generation have no receiver.
        while (outbox.TryDequeue(out var next))
            if (next.World == World) box.Post(next.Rank, next.Letter);
    }

    private void Flush()
    {
        var began = TimeProvider.System.GetTimestamp();
        SendAll(mailbox!);
        try
        {
            while (!mailbox!.HasSentAll && TimeProvider.System.GetElapsedTime(began) < LongestFlush) mailbox.Move(LongestIdle);
        }
        catch (PeerLostException)
        {
            // Who is gone needs no farewell.
        }
    }
}

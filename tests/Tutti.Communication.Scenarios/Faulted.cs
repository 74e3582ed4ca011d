namespace Tutti.Communication.Scenarios;

/// <summary>What a faulted job must look like from any rank. Exceptions of other processes arrive as words, so words are looked
/// at.</summary>
internal static class Faulted
{
    internal static Exception? Catch(Action act)
    {
        try
        {
            act();
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    /// <summary>The rank threw a planned failure, and this rank knows both.</summary>
    internal static void ByPlan(ProcessGroup group, Exception? error, int culprit)
    {
        var lost = Assert.IsType<PeerLostException>(error);
        Assert.Equal((group.Name, group.Rank, culprit), (lost.Group, lost.Rank, lost.Peer));
        Assert.Contains($"rank {culprit} of {group.Size}", lost.Message);
        Assert.Contains(nameof(PlannedFailureException), lost.Message);
        Assert.Contains(PlannedFailureException.Text, lost.Message);
        Assert.NotNull(lost.InnerException);
        Stands(group, error!);
    }

    /// <summary>Later calls fail at once with the same.</summary>
    internal static void Stands(ProcessGroup group, Exception error)
    {
        Waiting.ForFault(group);
        Action[] calls =
        [
            group.Barrier, () => group.AllReduce(new float[100].AsSpan()), () => group.AllGather<int>([1]), () => group.Split(0),
            () => group.AllocateShards(Collectives.ShardMap.Contiguous(1, group.Size), 1), () => Waiting.ForEnd(group.BarrierAsync()),
        ];
        foreach (var call in calls)
        {
            var later = Catch(call);
            Assert.True(
                error.GetType() == later?.GetType() || error is OperationCanceledException && later is OperationCanceledException,
                $"expected {error.GetType().Name} again, got {later}");
            Assert.Equal((error as CommunicationException)?.Peer, (later as CommunicationException)?.Peer);
        }
    }
}

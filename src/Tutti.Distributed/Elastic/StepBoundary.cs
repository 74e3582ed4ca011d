using Tutti.Communication;

namespace Tutti.Distributed.Elastic;

/// <summary>
/// Where the workers of an elastic training agree, before each step, whether to take in newcomers and let some leave: no rank may act on what it
/// alone knows. Cost: one all-gather of a byte a rank. Used by the worker that owns it.
/// </summary>
internal sealed class StepBoundary(ElasticWorld world)
{
    private const byte Newcomers = 1, Leave = 2;

    private byte[] wishes = [];

    /// <summary>Whether too few would stay if all left that want to: then the training is to stop, and nobody leaves.</summary>
    internal bool IsDeserted { get; private set; }

    /// <summary>Collective. Returns if the step is to begin.</summary>
    /// <exception cref="RegroupException">The workers gather anew first; <see cref="ElasticWorld.HasLeft"/> on those that leave.</exception>
    /// <exception cref="PeerLostException">A worker was lost.</exception>
    internal void Cross()
    {
        var current = world.Current;
        if (wishes.Length != current.Size) wishes = new byte[current.Size];
        var own = (byte)((current.HasNewcomers ? Newcomers : 0) | (world.WantsToLeave ? Leave : 0));
        try
        {
            current.Group.AllGather<byte>([own], wishes);
            // Before nearly every step nobody wishes anything.
            IsDeserted = false;
            if (!Array.Exists(wishes, wish => wish != 0)) return;
            int[] leavers = [.. Enumerable.Range(0, wishes.Length).Where(rank => (wishes[rank] & Leave) != 0)];
            IsDeserted = leavers.Length > 0 && wishes.Length - leavers.Length < world.MinWorkers;
            if (!IsDeserted) current.Regroup(Reason(leavers), leavers);
        }
        catch (RegroupException) when ((own & Leave) != 0)
        {
            // Also where another rank was quicker and this one is still in the all-gather: the other has read its wish there.
            world.Leave();
            throw;
        }
    }

    private string Reason(int[] leavers)
    {
        var left = leavers.Length == 0 ? "" : $"rank{(leavers.Length > 1 ? "s" : "")} {string.Join(", ", leavers)} left";
        if (!Array.Exists(wishes, wish => (wish & Newcomers) != 0)) return left;
        return leavers.Length == 0 ? "a worker joined" : $"{left}, and a worker joined";
    }
}

using Tutti.Communication.Faults;
using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Tests.Transports.Messages;

/// <summary>Runs ranks that exchange messages, each on a thread.</summary>
internal static class MessageRanks
{
    /// <summary>Every path in many small steps.</summary>
    internal static readonly MessageTuning Tiny = new() { SegmentBytes = 128, DirectBytes = 64, TreeBytes = 96, MessageBytes = 192 };

    /// <summary>Many segments, none of which is split.</summary>
    internal static readonly MessageTuning Small = new() { SegmentBytes = 4096, DirectBytes = 256, TreeBytes = 512 };

    internal static MessageTuning[] Tunings => [MessageTuning.Default, Tiny, Small];

    /// <summary>What the work gives on each rank; the first fault is thrown.</summary>
    internal static T[] Run<T>(int size, Func<ProcessGroup, T> work, MessageTuning? tuning = null, TimeSpan? timeout = null)
    {
        var results = new T[size];
        var faults = new FaultBoard();
        var errors = Catch(MessageGroups.InProcess(size, timeout ?? Ranks.Deadline, faults: faults, tuning: tuning),
            group => results[group.Rank] = work(group));
        if (faults.Current is { } fault) throw fault.Cause;
        Assert.All(errors, Assert.Null);
        return results;
    }

    /// <summary>
    /// What the work throws on each rank, null where it returns. What is no fault of communication faults the job, as a worker's exception
    /// does.
    /// </summary>
    internal static Exception?[] Catch(IReadOnlyList<ProcessGroup> groups, Action<ProcessGroup> work)
    {
        var errors = new Exception?[groups.Count];
        var threads = groups.Select(group => new Thread(() =>
        {
            using (group)
            {
                errors[group.Rank] = Record.Exception(() => work(group));
                if (errors[group.Rank] is { } own and not CommunicationException) group.Abort(own);
            }
        }) { IsBackground = true }).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) Assert.True(thread.Join(3 * Ranks.Deadline), "the ranks hang");
        return errors;
    }

    internal static Exception?[] Catch(int size, Action<ProcessGroup> work, TimeSpan? timeout = null) =>
        Catch(MessageGroups.InProcess(size, timeout ?? Ranks.Deadline), work);
}

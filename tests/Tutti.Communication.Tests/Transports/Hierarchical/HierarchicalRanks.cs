using Tutti.Communication.Faults;
using Tutti.Communication.Tests.Conformance;
using Tutti.Communication.Transports.Hierarchical;
using Tutti.Communication.Transports.Memory;
using Tutti.Communication.Transports.Messages;
using Tutti.Communication.Transports.Threads;

namespace Tutti.Communication.Tests.Transports.Hierarchical;

/// <summary>Ranks of several machines, all in this process: memory within a machine, messages between them.</summary>
internal static class HierarchicalRanks
{
    internal static Exception?[] Catch(
        int[] machines, Action<ProcessGroup> work, TimeSpan? timeout = null, MessageTuning? tuning = null,
        Func<MessageTransport, MessageTransport>? wrap = null)
    {
        var faults = new FaultBoard();
        var flat = MessageGroups.InProcess(machines.Length, timeout ?? Ranks.Deadline, faults: faults, tuning: tuning, wrap: wrap);
        var boards = Enumerable.Range(0, machines.Max() + 1)
            .Select(machine => new ThreadBoard($"machine {machine}", machines.Count(other => other == machine),
                timeout ?? Ranks.Deadline, faults)).ToArray();
        return GroupThreads.Run(machines.Length, rank =>
        {
            var machine = machines[rank];
            var local = new MemoryGroup(boards[machine], machines[..rank].Count(other => other == machine));
            return HierarchicalGroup.Create(flat[rank], local, machines);
        }, work);
    }

    internal static T[] Run<T>(int[] machines, Func<ProcessGroup, T> work, MessageTuning? tuning = null)
    {
        var results = new T[machines.Length];
        var errors = Catch(machines, group => results[group.Rank] = work(group), tuning: tuning);
        if (errors.FirstOrDefault(error => error is not (null or CommunicationException)) is { } first) throw first;
        Assert.All(errors, Assert.Null);
        return results;
    }
}

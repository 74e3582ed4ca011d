using Tutti.Communication.Faults;
using Tutti.Communication.Transports.Memory;
using Tutti.Communication.Transports.Threads;

namespace Tutti.Communication.Transports.Messages;

/// <summary>
/// Groups over messages between the threads of this process: for tests, and for whoever wants to see the algorithms at work.
/// </summary>
internal static class MessageGroups
{
    /// <summary>One group a rank, in rank order; each is used, and disposed, by a thread of its own.</summary>
    /// <param name="size">How many ranks.</param>
    /// <param name="timeout">How long a rank may be late.</param>
    /// <param name="name">The group's name.</param>
    /// <param name="faults">Of the job; null: a new one.</param>
    /// <param name="tuning">Where algorithms change over.</param>
    /// <param name="cores">How many cores the ranks share; null: all.</param>
    /// <param name="wrap">Puts something around each rank's transport.</param>
    internal static MessageGroup[] InProcess(
        int size, TimeSpan timeout, string name = "workers", FaultBoard? faults = null, MessageTuning? tuning = null, int? cores = null,
        Func<MessageTransport, MessageTransport>? wrap = null)
    {
        wrap ??= transport => transport;
        var board = new ThreadBoard(name, size, timeout, faults, cores);
        return [.. Enumerable.Range(0, size).Select(rank =>
            new MessageGroup(name, new MessageEngine(wrap(new BoardTransport(board, rank)), board.Faults, timeout), tuning))];
    }
}

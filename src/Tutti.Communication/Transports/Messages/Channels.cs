namespace Tutti.Communication.Transports.Messages;

/// <summary>Looks for the first of a channel; lists are short, so they are walked.</summary>
internal static class Channels
{
    internal static int FindIndex(this List<Transfer> posted, in MessageHeader header)
    {
        for (var index = 0; index < posted.Count; index++)
            if (posted[index].Header.IsOfSameChannel(header)) return index;
        return -1;
    }

    internal static int FindIndex(this List<Arrival> kept, Transfer transfer)
    {
        for (var index = 0; index < kept.Count; index++)
            if (kept[index].Header.IsOfSameChannel(transfer.Header)) return index;
        return -1;
    }

    internal static bool HasChannel(this List<Transfer> posted, Transfer transfer) => posted.FindIndex(transfer.Header) >= 0;
}

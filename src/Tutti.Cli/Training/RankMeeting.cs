using System.Text;
using Tutti.Cli.Arguments;
using Tutti.Communication;

namespace Tutti.Cli.Training;

/// <summary>What the ranks of a training tell each other before they train, at first and whenever they gather anew. Collective.</summary>
internal static class RankMeeting
{
    /// <summary>Refuses ranks that do not train the same.</summary>
    internal static void CheckAlike(World world, string own)
    {
        var all = Gather(world, own);
        for (var rank = 1; rank < all.Length; rank++)
            if (all[rank] != all[0])
                throw new InputException(
                    $"tutti train: the ranks do not train the same. Got {all[0]} on rank 0 and {all[rank]} on rank {rank}. " +
                    "Expected the same on every rank. Give every machine the same files.");
    }

    /// <summary>The run's folder, from the first rank that knows it; empty if none does.</summary>
    internal static string ShareFolder(World world, string own) => Gather(world, own).FirstOrDefault(folder => folder.Length > 0) ?? "";

    private static string[] Gather(World world, string own)
    {
        var lengths = world.Group.AllGather<int>([Encoding.UTF8.GetByteCount(own)]);
        var joined = world.Group.AllGather<byte>(Encoding.UTF8.GetBytes(own));
        var texts = new string[lengths.Length];
        for (var (rank, start) = (0, 0); rank < texts.Length; start += lengths[rank++])
            texts[rank] = Encoding.UTF8.GetString(joined, start, lengths[rank]);
        return texts;
    }
}

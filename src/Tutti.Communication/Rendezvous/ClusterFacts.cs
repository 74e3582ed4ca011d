using Tutti.Communication.Membership;

namespace Tutti.Communication.Rendezvous;

/// <summary>What ranks tell each other in the pre-flight, as bytes.</summary>
/// <param name="Rank">What is shown of the rank.</param>
/// <param name="Port">Where it can be called.</param>
internal sealed record ClusterFacts(ClusterRank Rank, int Port)
{
    internal static byte[] Encode(int port, string runtime, TimeSpan coordinatorMinusOwn, IReadOnlyDictionary<string, string> digests)
    {
        var writer = new FrameWriter(0);
        writer.Int(port);
        writer.Text(runtime);
        writer.Long(-coordinatorMinusOwn.Ticks);
        writer.Int(digests.Count);
        foreach (var (name, digest) in digests)
        {
            writer.Text(name);
            writer.Text(digest);
        }

        return writer.ToArray();
    }

    internal static ClusterFacts Decode(int rank, MemberFacts member, byte[] part)
    {
        var reader = new FrameReader(part, "ClusterFacts");
        var (port, runtime, clock) = (reader.Int(1, ushort.MaxValue), reader.Text(), reader.Long());
        var digests = new Dictionary<string, string>();
        for (var count = reader.Count(itemBytes: 8); count > 0; count--) digests[reader.Text()] = reader.Text();
        reader.End();
        return new ClusterFacts(
            new ClusterRank(rank, member.HostName, member.Host, member.ProcessId, member.Version, runtime, TimeSpan.FromTicks(clock),
                digests), port);
    }

    internal static byte[] Encode(IReadOnlyList<ClusterLink> links)
    {
        var writer = new FrameWriter(0);
        writer.Int(links.Count);
        foreach (var link in links)
        {
            writer.Int(link.From);
            writer.Int(link.To);
            writer.Text(link.Problem ?? "");
            writer.Long(link.RoundTrip.Ticks);
            writer.Long(link.BytesPerSecond is { } width ? (long)width : -1);
        }

        return writer.ToArray();
    }

    internal static ClusterLink[] DecodeLinks(byte[] part)
    {
        var reader = new FrameReader(part, "ClusterLinks");
        var links = new ClusterLink[reader.Count(itemBytes: 28)];
        for (var index = 0; index < links.Length; index++)
        {
            var (from, to, problem) = (reader.Int(0, int.MaxValue), reader.Int(0, int.MaxValue), reader.Text());
            var (roundTrip, width) = (reader.Long(0), reader.Long());
            links[index] = new ClusterLink(from, to, problem.Length == 0 ? null : problem, TimeSpan.FromTicks(roundTrip),
                width < 0 ? null : width);
        }

        reader.End();
        return links;
    }
}

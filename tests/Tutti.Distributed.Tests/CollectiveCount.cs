using System.Text.Json;
using Tutti.Communication;
using Tutti.Communication.Tracing;
using Tutti.TestKit;

namespace Tutti.Distributed.Tests;

/// <summary>What collectives move, as a rank's timeline says.</summary>
internal static class CollectiveCount
{
    /// <summary>How many elements the collectives of a name had that this rank was in.</summary>
    internal static long Of(World world, string name, Action work)
    {
        using var folder = new TemporaryFolder();
        world.Group.Timeline = new Timeline();
        work();
        world.Group.Timeline.WriteOwn(world.Group, folder["trace.json"]);
        using var trace = JsonDocument.Parse(File.ReadAllBytes(folder["trace.json"]));
        return trace.RootElement.EnumerateArray()
            .Where(span => span.GetProperty("name").GetString() == name)
            .Sum(span => span.GetProperty("args").TryGetProperty("elements", out var elements) ? elements.GetInt64() : 0);
    }
}

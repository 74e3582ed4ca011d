using Tutti.Learning.Detection;

namespace Tutti.Cli.Detection;

/// <summary>What each member of an ensemble of heartbeats learns; travels as JSON.</summary>
/// <param name="Recipe">How beats are cut.</param>
/// <param name="Records">The recordings of each member.</param>
/// <param name="Preset">The network.</param>
/// <param name="EpochCount">How many times it sees its beats.</param>
/// <param name="Seed">The first member's seed; each further one has the next.</param>
internal sealed record MemberSettings(BeatRecipe Recipe, string[][] Records, string Preset, int EpochCount, ulong Seed)
{
    internal AutoencoderDetectorOptions ToOptions(int member) => new() { Preset = Preset, EpochCount = EpochCount, Seed = Seed + (ulong)member };
}

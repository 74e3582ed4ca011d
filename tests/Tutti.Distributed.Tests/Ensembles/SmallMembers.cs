using System.Diagnostics;
using Tutti.Distributed.Ensembles;
using Tutti.Learning.Detection;

namespace Tutti.Distributed.Tests.Ensembles;

/// <summary>A training function that takes milliseconds, and leaves a note of each call.</summary>
internal static class SmallMembers
{
    public static TrainedMember Train(MemberPlace place, Settings settings)
    {
        File.AppendAllText(Path.Combine(settings.Notes, $"member-{place.Member}"), "called ");
        if (place.Member == settings.Fails) throw new FormatException("hospital 2 has no usual beats.");
        if (place.Member == settings.Dies) Process.GetCurrentProcess().Kill();
        if (place.Member == settings.Waits)
        {
            place.Cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(60));
            place.Cancellation.ThrowIfCancellationRequested();
        }
        var samples = Samples(place.Member, settings.Seed);
        return new TrainedMember(PcaDetector.Fit(samples, new() { ComponentCount = 2 }), samples.Count, 0.5 + 0.1 * place.Member);
    }

    /// <summary>20 + member samples [6] that a formula gives.</summary>
    public static FloatRows Samples(int member, int seed) => new(
        [6], [.. Enumerable.Range(0, 6 * (20 + member)).Select(i => MathF.Sin(seed + member + i * (1 + 0.37f * (i % 6))))]);

    public sealed record Settings(string Notes, int Seed = 1, int Fails = -1, int Dies = -1, int Waits = -1);
}

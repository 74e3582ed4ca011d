using Tutti.Learning.Data.Ecg;

namespace Tutti.Cli.Detection;

/// <summary>Recordings that were read.</summary>
/// <param name="Beats">Their beats.</param>
/// <param name="Paths">Where each of <see cref="EcgCollection.Records"/> lies.</param>
internal sealed record Recordings(EcgCollection Beats, IReadOnlyList<string> Paths)
{
    /// <summary>Reads them.</summary>
    /// <param name="paths">Where they are.</param>
    /// <param name="options">How beats are made.</param>
    /// <param name="onRead">Told how many were read.</param>
    /// <param name="cancellation">Stops between two.</param>
    /// <exception cref="InputException">None of them gives beats that can be judged; the message has the reason of each.</exception>
    internal static Recordings Read(IReadOnlyList<string> paths, EcgBeatOptions options, IProgress<int> onRead, CancellationToken cancellation)
    {
        var done = 0;
        var beats = InputException.From(() => EcgCollection.Read(Counted(), options, cancellation));
        if (beats.Records.Count == 0)
            throw Wrong($"tutti detect: no recording can be judged. Got {paths.Count}. Expected at least one that can be read and has beats.");
        if (!beats.UsableBeats.Any())
            throw Wrong(
                $"tutti detect: no beat can be judged. Got {beats.Records.Count} recordings with beats, all flagged, and " +
                $"{beats.LeftOut.Count} without. Expected at least one usable beat.");
        var leftOut = beats.LeftOut.Select(record => record.Record).ToHashSet();
        return new Recordings(beats, [.. paths.Where(path => !leftOut.Contains(path))]);

        InputException Wrong(string what) => new([what, .. beats.LeftOut.Select(record => $"  {record}")]);

        IEnumerable<string> Counted()
        {
            foreach (var path in paths)
            {
                yield return path;
                onRead.Report(++done);
            }
        }
    }
}

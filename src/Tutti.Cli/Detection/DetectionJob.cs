using Tutti.Distributed.Ensembles;
using Tutti.Experiments.Detection;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Ecg;

namespace Tutti.Cli.Detection;

/// <summary>Judges the beats of recordings by an ensemble.</summary>
/// <param name="driver">The ensemble, its nodes added.</param>
/// <param name="combination">How it combines.</param>
/// <param name="alpha">The threshold.</param>
internal sealed class DetectionJob(EnsembleDriver driver, Combination combination, double alpha)
{
    private const double Majority = 0.5;
    private const int DrawnAnomalies = 5;

    /// <summary>Asks the nodes and says of each beat whether it is anomalous.</summary>
    /// <param name="recordings">The beats, with the path of each record.</param>
    /// <param name="members">The members, if they are on this machine: they give errors and reconstructions too.</param>
    /// <param name="progress">Told how far nodes are.</param>
    /// <param name="cancellation">Gives up.</param>
    internal async Task<(DetectionResult Result, EnsembleAnswer Answer)> RunAsync(
        Recordings recordings, LocalMembers? members, IProgress<EnsembleProgress>? progress, CancellationToken cancellation)
    {
        var beats = recordings.Beats;
        var samples = beats.ToSamples();
        var answer = await driver.ScoreAsync(samples, progress, cancellation).ConfigureAwait(false);
        members?.TakeBack(answer);
        var errors = members?.MeanErrors(samples);
        var records = Judge(recordings, answer, errors);
        var result = new DetectionResult
        {
            Records = records,
            LeftOut = beats.LeftOut,
            Alpha = alpha,
            AreVotes = combination.CountsVotes,
            Combination = combination.ToString(),
            Nodes = [.. answer.Nodes.Select(node => new NodeRemark(node.Name, node.Version, node.Problem))],
            CalibrationErrors = members?.CalibrationErrors ?? [],
        };
        return (members is null ? result : result with { Examples = Examples(records, samples, members, combination.CountsVotes) }, answer);
    }

    private List<JudgedRecord> Judge(Recordings recordings, EnsembleAnswer answer, double[]? errors)
    {
        var (judged, row) = (new List<JudgedRecord>(), 0);
        var twice = recordings.Beats.Records.CountBy(record => record.Name).Where(name => name.Value > 1).Select(name => name.Key).ToHashSet();
        foreach (var (path, record) in recordings.Paths.Zip(recordings.Beats.Records))
        {
            var beats = new List<JudgedBeat>(record.Beats.Count);
            foreach (var beat in record.Beats)
            {
                beats.Add(beat.IsUsable ? Judge(beat, answer, errors, row) : new JudgedBeat(beat));
                if (beat.IsUsable) row++;
            }
            judged.Add(new JudgedRecord(path, record, beats) { Name = twice.Contains(record.Name) ? path : record.Name });
        }
        return judged;
    }

    private JudgedBeat Judge(EcgBeat beat, EnsembleAnswer answer, double[]? errors, int row) => new(beat)
    {
        Value = answer.Values[row],
        StandardError = answer.StandardErrors?[row],
        Error = errors?[row],
        IsAnomalous = combination.CountsVotes ? answer.Values[row] >= Majority : answer.Values[row] <= alpha,
    };

    // The most anomalous beats of different recordings first, and one that is as usual as half of all are.
    private static BeatExample[] Examples(
        IReadOnlyList<JudgedRecord> records, ISampleSource samples, LocalMembers members, bool areVotes)
    {
        var all = records.SelectMany(record => record.Beats.Where(beat => beat.Value is not null).Select(beat => (Record: record, Beat: beat)))
            .Select((entry, row) => (entry.Record, entry.Beat, Row: row))
            .OrderByDescending(entry => areVotes ? entry.Beat.Value : 1 - entry.Beat.Value).ThenByDescending(entry => entry.Beat.Error)
            .ToArray();
        var anomalous = all.Where(entry => entry.Beat.IsAnomalous).DistinctBy(entry => entry.Record).Take(DrawnAnomalies);
        var usual = all.Where(entry => !entry.Beat.IsAnomalous).ToArray();
        return [.. anomalous.Concat(usual.Skip(usual.Length / 2).Take(1))
            .Select(entry => new BeatExample(entry.Record, entry.Beat, members.Reconstruct(samples, entry.Row)))];
    }
}

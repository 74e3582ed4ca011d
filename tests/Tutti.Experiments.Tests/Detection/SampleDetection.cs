using Tutti.Experiments.Detection;
using Tutti.Learning.Data.Ecg;
using Tutti.TestKit;

namespace Tutti.Experiments.Tests.Detection;

/// <summary>A recording of ten beats, nine of which can be judged; one of them is anomalous.</summary>
internal static class SampleDetection
{
    internal const int Anomalous = 4;

    internal static DetectionResult Create(PulseRecords records, bool withErrors = true)
    {
        var path = records.Write("a,b", code: 5);
        var collection = EcgCollection.Read([path, records["absent"]]);
        var record = collection.Records[0];
        var beats = record.Beats.Select((beat, index) => !beat.IsUsable ? new JudgedBeat(beat) : new JudgedBeat(beat)
        {
            Value = index == Anomalous ? 0.001 : 0.5,
            StandardError = 0.25,
            Error = withErrors ? index == Anomalous ? 3 : 0.125 : null,
            IsAnomalous = index == Anomalous,
        }).ToArray();
        var judged = new JudgedRecord(path, record, beats);
        return new DetectionResult
        {
            Records = [judged],
            LeftOut = collection.LeftOut,
            Alpha = 0.01,
            Combination = "mean",
            Nodes = [new NodeRemark("member-0", "0123456789abcdef", null), new NodeRemark("member-1", "fedcba9876543210", "late: no answer")],
            CalibrationErrors = withErrors ? [0.1, 0.2, 0.3] : [],
            Examples = withErrors ? [new BeatExample(judged, beats[Anomalous], new float[140])] : [],
        };
    }
}

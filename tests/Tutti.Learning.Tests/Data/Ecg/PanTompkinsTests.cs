using Tutti.Learning.Data.Ecg;
using Tutti.Learning.Data.Sources.Wfdb;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Data.Ecg;

public sealed class PanTompkinsTests(ITestOutputHelper output)
{
    [Fact]
    public void Detect_AllOfMitBih_FindsNearlyAllBeats()
    {
        var paths = Directory.GetFiles(TestData.Folder("mitdb"), "*.hea").Order().ToArray();
        var matches = paths.AsParallel().AsOrdered().WithDegreeOfParallelism(2).Select(Match).ToArray();

        foreach (var (path, match) in paths.Zip(matches))
            output.WriteLine(
                $"{Path.GetFileNameWithoutExtension(path)} sensitivity {match.Sensitivity:P2} predictivity " +
                $"{match.PositivePredictivity:P2} {match}");
        var total = new BeatMatch(
            matches.Sum(match => match.TruePositives), matches.Sum(match => match.FalseNegatives),
            matches.Sum(match => match.FalsePositives));
        output.WriteLine($"all sensitivity {total.Sensitivity:P2} predictivity {total.PositivePredictivity:P2} {total}");
        Assert.InRange(total.Sensitivity, 0.997, 1);
        Assert.InRange(total.PositivePredictivity, 0.997, 1);
        // 228 is the hardest: small waves in noise.
        Assert.All(matches, match => Assert.InRange(match.Sensitivity, 0.97, 1));
        Assert.All(matches, match => Assert.InRange(match.PositivePredictivity, 0.97, 1));
        Assert.InRange(matches.Count(match => match.Sensitivity > 0.99 && match.PositivePredictivity > 0.99),
            matches.Length * 7 / 8, matches.Length);
    }

    [Theory]
    [InlineData(128)]
    [InlineData(360)]
    [InlineData(1000)]
    public void Detect_RegularPulses_FindsEachAtItsPeak(int frequency)
    {
        var signal = Pulses(frequency, 20, 0.8);

        var found = PanTompkins.Detect(signal, frequency);

        Assert.Equal(Enumerable.Range(1, 23).Select(beat => (int)Math.Round(0.8 * beat * frequency)), found[..23], Near(frequency / 50));
        // Upside down, and with samples missing between two beats, it is the same.
        Assert.Equal(found, PanTompkins.Detect(Array.ConvertAll(signal, value => -value), frequency));
        signal.AsSpan((int)(1.1 * frequency), frequency / 10).Fill(float.NaN);
        Assert.Equal(found, PanTompkins.Detect(signal, frequency), Near(frequency / 50));
    }

    [Theory]
    [InlineData(0.35)]
    [InlineData(0.5)]
    [InlineData(1.5)]
    public void Detect_BeatsThatBecomeLow_AreFoundAtAnyRate(double interval)
    {
        var signal = Pulses(360, 60, interval);
        for (var i = 30 * 360; i < signal.Length; i++) signal[i] /= 4;

        var found = PanTompkins.Detect(signal, 360);

        Assert.InRange(found.Count(sample => sample > 30 * 360), (int)(30 / interval) - 2, (int)(30 / interval) + 1);
    }

    [Fact]
    public void Detect_LowBeatAmongHighOnes_IsFoundBySearchingBack()
    {
        var signal = Pulses(360, 20, 0.8);
        for (var i = (int)(7.8 * 360); i < 8.2 * 360; i++) signal[i] *= 0.4f;

        Assert.Contains(PanTompkins.Detect(signal, 360), sample => Math.Abs(sample - 8 * 360) < 10);
    }

    // Record 100 with something in it that is no heart's: beats farther than a few seconds from it are found as ever.
    [Theory]
    [InlineData("pulse of 5 mV", 1, 0.083)]
    [InlineData("pulse of 20 mV", 1, 0.083)]
    [InlineData("rails", 0, 2)]
    [InlineData("pulse of 10 mV", 300, 0.083)]
    [InlineData("pulse of 20 mV", 300, 0.083)]
    [InlineData("rails", 300, 1)]
    [InlineData("rails", 300, 20)]
    [InlineData("motion", 300, 3)]
    [InlineData("low", 300, 1505)]
    public void Detect_Artefacts_DoNotEndTheDetection(string artefact, double begin, double seconds)
    {
        var path = Path.Combine(TestData.Folder("mitdb"), "100");
        var record = WfdbRecord.Read(path);
        var frequency = record.Header.SamplingFrequency;
        var signal = record.ToPhysical(record.FindSignal("MLII")!.Value);
        var (first, end) = ((int)(begin * frequency), (int)Math.Min(signal.Length, (begin + seconds) * frequency));
        for (var i = first; i < end; i++)
            signal[i] = artefact switch
            {
                "pulse of 5 mV" => 5, "pulse of 10 mV" => 10, "pulse of 20 mV" => 20,
                "rails" => i / 30 % 2 == 0 ? 5 : -5,
                "motion" => 10 * MathF.Sin(i * i % 997),
                _ => signal[i] / 4,
            };
        // A change that stays is told apart from an end.
        var (from, to) = artefact == "low" ? (begin - 1, begin + 5) : (begin - 1, begin + seconds + 5);
        int[] reference = [.. WfdbAnnotations.Read(path).Where(annotation => annotation.IsBeat).Select(annotation => (int)annotation.Sample)];

        var match = BeatMatch.Compare(
            [.. reference.Where(Outside)], [.. PanTompkins.Detect(signal, frequency).Where(Outside)], (int)(BeatMatch.ToleranceSeconds * frequency));

        output.WriteLine($"{match}");
        Assert.InRange(match.Sensitivity, 0.99, 1);
        Assert.InRange(match.PositivePredictivity, 0.99, 1);

        bool Outside(int sample) => sample < from * frequency || sample > to * frequency;
    }

    [Fact]
    public void Detect_FlatOrShort_FindsNothing()
    {
        Assert.Empty(PanTompkins.Detect(new float[3600], 360));
        Assert.Empty(PanTompkins.Detect(new float[100], 360));
        Assert.Empty(PanTompkins.Detect([.. Enumerable.Repeat(float.NaN, 3600)], 360));
        Assert.Contains("at least 50", Assert.Throws<ArgumentOutOfRangeException>(() => PanTompkins.Detect(new float[100], 20)).Message);
    }

    // The whole record is judged, but for ventricular flutter, which EC57 leaves out: there are no beats in it.
    private static BeatMatch Match(string path)
    {
        var record = WfdbRecord.Read(path);
        var annotations = WfdbAnnotations.Read(path[..^4]);
        var flutter = Flutter(annotations);
        int[] reference = [.. annotations.Where(annotation => annotation.IsBeat).Select(annotation => (int)annotation.Sample)];
        var detected = PanTompkins.Detect(record.ToPhysical(record.FindSignal("MLII") ?? 0), record.Header.SamplingFrequency);
        return BeatMatch.Compare(
            [.. reference.Where(Outside)], [.. detected.Where(Outside)],
            (int)(BeatMatch.ToleranceSeconds * record.Header.SamplingFrequency));

        bool Outside(int sample) => !flutter.Exists(stretch => sample >= stretch.Begin && sample <= stretch.End);
    }

    private static List<(long Begin, long End)> Flutter(IReadOnlyList<WfdbAnnotation> annotations)
    {
        var stretches = new List<(long, long)>();
        var begin = 0L;
        foreach (var annotation in annotations)
        {
            if (annotation.Symbol == "[") begin = annotation.Sample;
            if (annotation.Symbol == "]") stretches.Add((begin, annotation.Sample));
        }
        return stretches;
    }

    // A narrow R wave and a broad, lower T wave after it.
    private static float[] Pulses(int frequency, int seconds, double interval)
    {
        var signal = new float[frequency * seconds];
        for (var i = 0; i < signal.Length; i++)
        {
            var time = (double)i / frequency;
            for (var beat = 1; beat * interval < seconds; beat++)
            {
                var (r, t) = ((time - beat * interval) / 0.015, (time - beat * interval - 0.28) / 0.06);
                signal[i] += (float)(Math.Exp(-r * r / 2) + 0.25 * Math.Exp(-t * t / 2));
            }
        }
        return signal;
    }

    private static EqualityComparer<int> Near(int tolerance) =>
        EqualityComparer<int>.Create((a, b) => Math.Abs(a - b) <= tolerance, _ => 0);
}

using System.Numerics.Tensors;
using Tutti.Learning.Data.Sources.Wfdb;

namespace Tutti.Learning.Data.Ecg;

/// <summary>Cuts a lead into beats: filters and resamples the whole of it, then takes the stretch around each R wave.</summary>
internal sealed class BeatCutter
{
    private readonly EcgBeatOptions options;
    private readonly double frequency, millivolts;
    private readonly float[] signal, prepared;
    private readonly Saturation saturation;

    public BeatCutter(WfdbRecord record, int lead, EcgBeatOptions options)
    {
        this.options = options;
        frequency = record.Header.FrequencyOf(lead);
        signal = record.ToPhysical(lead);
        saturation = Saturation.Of(record.Samples(lead), record.Header.Signals[lead], frequency);
        millivolts = record.Header.Signals[lead].Units switch { "uV" or "\u00b5V" or "\u03bcV" => 1e-3, "V" => 1e3, _ => 1 };
        prepared = Prepare();
    }

    /// <summary>The beats at given places; null detects them.</summary>
    public List<EcgBeat> Cut(List<BeatPlace>? places)
    {
        places ??= [.. PanTompkins.Detect(signal, frequency).Select(sample => new BeatPlace(sample, "", null))];
        return places.ConvertAll(CutOne);
    }

    private float[] Prepare()
    {
        var filtered = Gaps.Fill(signal);
        EcgFilters.RemoveBaseline(filtered, frequency, options.Baseline);
        if (options.MainsFrequency is { } mains && frequency > 2 * mains) EcgFilters.RemoveMains(filtered, frequency, mains);
        return Resampler.Resample(filtered, frequency, options.Frequency);
    }

    private EcgBeat CutOne(BeatPlace place)
    {
        var first = place.Sample - (long)Math.Ceiling(options.Before.TotalSeconds * frequency);
        var end = place.Sample + (long)Math.Ceiling(options.After.TotalSeconds * frequency);
        var start = (long)Math.Round(place.Sample * options.Frequency / frequency) - options.SamplesBefore;
        if (first < 0 || end > signal.Length || start < 0 || start + options.SampleCount > prepared.Length)
            return Flagged(place, BeatFlags.Incomplete);
        var raw = signal.AsSpan((int)first, (int)(end - first));
        var values = prepared.AsSpan((int)start, options.SampleCount).ToArray();
        var flags = BeatFlags.None;
        if (raw.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) >= 0) flags |= BeatFlags.Missing;
        if (saturation.IsWithin((int)first, (int)end)) flags |= BeatFlags.Saturated;
        var (least, greatest) = (values.Min(), values.Max());
        // A lead that has just come off still swings in the filter.
        if (IsFlat(least, greatest) || IsFlat(TensorPrimitives.Min(raw), TensorPrimitives.Max(raw))) flags |= BeatFlags.Flat;
        if (flags != BeatFlags.None) return Flagged(place, flags);
        Normalize(values, least, greatest);
        return new EcgBeat(place.Sample, place.Symbol, place.Class, BeatFlags.None, values);
    }

    private bool IsFlat(float least, float greatest) => least == greatest || (greatest - least) * millivolts < options.LeastRange;

    private void Normalize(float[] values, float least, float greatest)
    {
        if (options.Normalization == BeatNormalization.None) return;
        var (centre, scale) = ((double)least, (double)greatest - least);
        if (options.Normalization == BeatNormalization.ZScore)
        {
            centre = values.Average(value => (double)value);
            scale = Math.Sqrt(values.Average(value => (value - centre) * (value - centre)));
        }
        for (var i = 0; i < values.Length; i++) values[i] = (float)((values[i] - centre) / scale);
    }

    private static EcgBeat Flagged(BeatPlace place, BeatFlags flags) => new(place.Sample, place.Symbol, place.Class, flags, []);
}

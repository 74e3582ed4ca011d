using Tutti.Learning.Data;
using Tutti.Learning.Data.Catalog;
using Tutti.Learning.Data.Ecg;

namespace Tutti.Experiments.EcgEnsemble;

/// <summary>Reads heartbeats.</summary>
internal static class HeartData
{
    /// <summary>All beats of a data set, training and test part joined.</summary>
    internal static async Task<ClassificationDataset> ReadPoolAsync(DataCatalog catalog, string name, CancellationToken cancellation)
    {
        var splits = await catalog.LoadAsync(name, cancellation: cancellation).ConfigureAwait(false);
        var (train, test) = (splits.Train, splits.Test);
        var width = train.SampleShape.ElementCount;
        var values = new float[(train.Count + test.Count) * width];
        train.CopySamples([.. Enumerable.Range(0, train.Count)], values.AsSpan(0, train.Count * width));
        test.CopySamples([.. Enumerable.Range(0, test.Count)], values.AsSpan(train.Count * width));
        return ClassificationDataset.FromFloats(
            name, values, [.. train.CopyLabels().Concat(test.CopyLabels()).Select(label => (byte)label)], [width], train.ClassNames,
            Standardization.None);
    }

    /// <summary>Beats of recordings in millivolts: how high a beat is tells ventricular and fusion beats (docs/ECG.md).</summary>
    internal static (ClassificationDataset Learned, ClassificationDataset Test, IReadOnlyList<LeftOutRecord> LeftOut) ReadRecordings(
        string folder, EcgEnsembleSettings settings, CancellationToken cancellation)
    {
        EcgCollection Read(IReadOnlyList<string> records) => EcgCollection.Read(
            records.Select(record => Path.Combine(folder, record)), new EcgBeatOptions { Normalization = BeatNormalization.None }, cancellation);
        var (learned, test) = (Read(settings.LearnedRecords), Read(settings.TestRecords));
        ThrowIfTooFew(folder, learned, test, settings.HospitalCount);
        return (learned.ToDataset("learned"), test.ToDataset("test"), [.. learned.LeftOut, .. test.LeftOut]);
    }

    // Settings were checked against the records that are asked for; here it is those that could be read.
    private static void ThrowIfTooFew(string folder, EcgCollection learned, EcgCollection test, int hospitalCount)
    {
        static int PatientsOf(EcgCollection read) => read.UsableBeats.Select(entry => entry.Record.Patient).Distinct().Count();
        static string Names(EcgCollection read) => read.LeftOut.Count == 0
            ? "none"
            : string.Join(", ", read.LeftOut.Select(record => $"{Path.GetFileName(record.Record)} ({record.Problem})"));
        var (patients, tested) = (PatientsOf(learned), PatientsOf(test));
        var least = EcgEnsembleSettings.LeastPatients(hospitalCount);
        if (tested > 0 && patients >= least) return;
        throw new ExperimentInputException(
            $"experiment ecg-ensemble: too few recordings could be read in '{folder}'. Got {patients} patients to learn from (left out: " +
            $"{Names(learned)}) and {tested} to test on (left out: {Names(test)}). Expected at least {least} to learn from, " +
            $"for {hospitalCount} hospitals and a fifth of the patients to choose α, and 1 to test on. Fetch the records that are missing from PhysioNet, or " +
            "give fewer --workers.");
    }
}

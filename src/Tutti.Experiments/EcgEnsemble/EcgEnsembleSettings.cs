using Tutti.Learning.Data.Ecg;

namespace Tutti.Experiments.EcgEnsemble;

/// <summary>What <see cref="EcgEnsembleExperiment"/> is run with.</summary>
internal sealed record EcgEnsembleSettings
{
    internal static EcgEnsembleSettings Full { get; } = new() { PooledEpochs = 60, PatientEpochs = 20, Repeats = 1_000 };

    internal static EcgEnsembleSettings Quick { get; } = new()
    {
        PooledEpochs = 20, PatientEpochs = 3, Repeats = 100,
        LearnedRecords = [.. MitBih.Ds1.Take(10)], TestRecords = ["100", "105", "200", "202", "213", "219", "228", "233"],
    };

    /// <summary>Epochs on ECG5000, whose beats are pooled.</summary>
    public required int PooledEpochs { get; init; }

    /// <summary>Epochs on the MIT-BIH database, whose beats stay with their patients.</summary>
    public required int PatientEpochs { get; init; }

    /// <summary>Draws of a bootstrap interval.</summary>
    public required int Repeats { get; init; }

    public IReadOnlyList<string> LearnedRecords { get; init; } = MitBih.Ds1;

    /// <summary>Of patients that are not among the learned ones, but for 202, which is in the published split.</summary>
    public IReadOnlyList<string> TestRecords { get; init; } = MitBih.Ds2;

    /// <summary>Hospitals, each with a part of the patients.</summary>
    public int HospitalCount { get; init; } = 4;

    public int SeedCount { get; init; } = 3;

    public string Preset { get; init; } = "autoencoder";

    /// <summary>How many train at once.</summary>
    public int WorkerCount { get; init; } = Environment.ProcessorCount;

    /// <summary>How many hospitals some patients can be divided into; a fifth of them chooses α.</summary>
    internal static int MostHospitals(int patientCount) => patientCount * 4 / 5;

    /// <summary>How many patients so many hospitals need: what <see cref="MostHospitals"/> says, the other way round.</summary>
    internal static int LeastPatients(int hospitalCount) => (hospitalCount * 5 + 3) / 4;

    /// <exception cref="ExperimentInputException">There are fewer than two hospitals, or more than patients.</exception>
    internal void ThrowIfInvalid()
    {
        var most = MostHospitals(LearnedRecords.Count);
        if (HospitalCount < 2 || HospitalCount > most)
            throw new ExperimentInputException(
                $"--workers: no number of hospitals. Got {HospitalCount}. Expected 2 to {most}, since a patient is in one hospital only.");
    }
}

using Tutti.Learning.Detection;
using Tutti.Learning.Modules.Specification;

namespace Tutti.Experiments.EcgEnsemble;

/// <summary>What has to travel in each way: counted from sizes, without headers, since all of it is known.</summary>
internal sealed class HeartBytes(HeartCase hearts, EcgEnsembleSettings settings)
{
    private const int FloatBytes = 4, DoubleBytes = 8;

    private double BeatBytes => hearts.Usual.SampleShape.ElementCount * (double)FloatBytes;

    /// <summary>Bytes that leave hospitals for training: beats where they are gathered, else gradients.</summary>
    internal double OfTraining(DetectionWay way) => way switch
    {
        DetectionWay.Single or DetectionWay.Components => hearts.Usual.Count * BeatBytes,
        DetectionWay.Shared => SharedSteps * GradientBytes * 2 * (settings.HospitalCount - 1),
        _ => 0,
    };

    /// <summary>Bytes to judge the test part: beats to each node of an ensemble, a value back for each; none where a hospital judges by itself.</summary>
    internal double OfJudging(DetectionWay way) => way switch
    {
        DetectionWay.Ensemble => settings.HospitalCount * hearts.Test.Samples.Count * (BeatBytes + DoubleBytes),
        DetectionWay.EnsembleLessOne => (settings.HospitalCount - 1) * hearts.Test.Samples.Count * (BeatBytes + DoubleBytes),
        _ => 0,
    };

    // Until the largest part is through, each hospital giving its share of a step.
    private double SharedSteps
    {
        get
        {
            var largest = Enumerable.Range(0, settings.HospitalCount).Max(part => hearts.Hospitals.Rows(part).Length);
            return hearts.Source.EpochCount * Math.Ceiling(largest / ((double)new AutoencoderDetectorOptions().BatchSize / settings.HospitalCount));
        }
    }

    private double GradientBytes => ModelPresets.Create(settings.Preset, hearts.Usual.SampleShape, classCount: 0)
        .Build().WeightCount * (double)FloatBytes;
}

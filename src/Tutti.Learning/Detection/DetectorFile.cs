using System.Runtime.InteropServices;
using Tutti.Learning.Checkpoints;
using Tutti.Tensors;

namespace Tutti.Learning.Detection;

/// <summary>What all detectors' files have in common.</summary>
internal static class DetectorFile
{
    public const string CalibrationName = "calibration.scores";

    public static DetectorTensor Write(Calibration calibration) => new(
        new SafetensorsEntry(CalibrationName, ElementType.Float64, [calibration.Scores.Count]),
        MemoryMarshal.AsBytes(calibration.Sorted).ToArray());

    public static Calibration ReadCalibration(SafetensorsFile file, string path)
    {
        if (!file.TryGet(CalibrationName, out var entry) || entry.Type != ElementType.Float64 || entry.Shape.Rank != 1)
            throw new InvalidDataException(
                $"Detector: '{path}' has no calibration. Got {entry?.ToString() ?? "nothing"}. Expected '{CalibrationName}', Float64 [N].");
        var scores = new double[entry.Shape.ElementCount];
        file.Read(CalibrationName, scores.AsSpan());
        try
        {
            return new Calibration(scores);
        }
        catch (ArgumentException problem)
        {
            throw new InvalidDataException($"Detector: '{path}' has no usable calibration. {ArgumentMessage.Of(problem)}", problem);
        }
    }

    public static Shape ReadShape(DetectorDescription description, string path)
    {
        if (description.SampleShape.Length > 8 || Array.Exists(description.SampleShape, dimension => dimension < 1))
            throw new InvalidDataException(
                $"Detector: '{path}' has an impossible shape of samples. Got [{string.Join(", ", description.SampleShape)}]. Expected " +
                "at most 8 dimensions of at least 1.");
        return Shape.Create(description.SampleShape);
    }
}

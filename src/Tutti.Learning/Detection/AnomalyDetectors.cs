using Tutti.Learning.Checkpoints;

namespace Tutti.Learning.Detection;

/// <summary>Reads detectors, whatever their kind.</summary>
public static class AnomalyDetectors
{
    private static readonly Dictionary<string, Func<SafetensorsFile, DetectorDescription, string, IAnomalyDetector>> Readers =
        new(StringComparer.Ordinal)
        {
            [AutoencoderDetector.Kind] = AutoencoderDetector.Read,
            [PcaDetector.Kind] = PcaDetector.Read,
        };

    /// <summary>Reads what <see cref="IAnomalyDetector.Save"/> wrote; nothing in the file is run as code.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The detector, with the same version, scores and p-values as the one that was saved.</returns>
    /// <exception cref="InvalidDataException">The file holds no detector, is broken, or of another format; the message says
    /// what.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IAnomalyDetector Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = SafetensorsFile.Open(path);
        var description = DetectorDescription.Read(file.Metadata, path);
        return Readers.TryGetValue(description.Kind, out var read) ? read(file, description, path) : throw new InvalidDataException(
            $"Detector: '{path}' is of an unknown kind. Got '{description.Kind}'. {NearestName.Suggest(description.Kind, Readers.Keys)}");
    }
}

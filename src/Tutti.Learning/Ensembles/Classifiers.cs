using Tutti.Learning.Checkpoints;

namespace Tutti.Learning.Ensembles;

/// <summary>Reads classifiers, whatever their kind.</summary>
public static class Classifiers
{
    private static readonly Dictionary<string, Func<SafetensorsFile, ClassifierDescription, string, IClassifier>> Readers =
        new(StringComparer.Ordinal)
        {
            [NetworkClassifier.Kind] = NetworkClassifier.Read,
            [GaussianBayesClassifier.Kind] = GaussianBayesClassifier.Read,
            [NearestNeighborsClassifier.Kind] = NearestNeighborsClassifier.Read,
        };

    /// <summary>
    /// Reads what <see cref="IClassifier.Save"/> wrote: a file, or the folder of an <see cref="EnsembleClassifier"/>. Nothing in it is run
    /// as code.
    /// </summary>
    /// <param name="path">The file or folder.</param>
    /// <returns>The model, which gives the same bits as the one that was saved.</returns>
    /// <exception cref="InvalidDataException">There is no classifier, it is broken, or of another format; the message says what.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IClassifier Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path)) return ClassifierFolder.Read(path);
        using var file = SafetensorsFile.Open(path);
        var description = ClassifierDescription.Read(file.Metadata, path);
        return Readers.TryGetValue(description.Kind, out var read) ? read(file, description, path) : throw new InvalidDataException(
            $"Classifier: '{path}' is of an unknown kind. Got '{description.Kind}'. {NearestName.Suggest(description.Kind, Readers.Keys)}");
    }
}

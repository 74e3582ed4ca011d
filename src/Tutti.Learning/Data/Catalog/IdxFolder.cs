using Tutti.Learning.Data.Sources;
using Tutti.Tensors;

namespace Tutti.Learning.Data.Catalog;

/// <summary>A folder with the four IDX files of MNIST and of the data sets that imitate it, each plain or with <c>.gz</c>.</summary>
internal static class IdxFolder
{
    public const string TrainImages = "train-images-idx3-ubyte", TrainLabels = "train-labels-idx1-ubyte";
    public const string TestImages = "t10k-images-idx3-ubyte", TestLabels = "t10k-labels-idx1-ubyte";

    private static readonly string[] FileNames = [TrainImages, TrainLabels, TestImages, TestLabels];

    /// <summary>The names of the files that the folder lacks.</summary>
    public static IReadOnlyList<string> FindMissing(string folder) => [.. FileNames.Where(name => Find(folder, name) is null)];

    /// <summary>
    /// Reads a folder. A known data set is checked against its checksums; of an unknown one nothing is known but its files, so that its
    /// classes are numbers and its constants are computed.
    /// </summary>
    public static ClassificationSplits Load(string folder, DatasetDescription? known)
    {
        var train = LoadPart(folder, TrainImages, TrainLabels, known);
        var test = LoadPart(folder, TestImages, TestLabels, known);
        if (train.Shape != test.Shape)
            throw new InvalidDataException(
                $"IdxFolder: training and test images in '{folder}' differ in size. Got {train.Shape} and {test.Shape}. " +
                "Expected the same size.");
        var name = known?.Name ?? new DirectoryInfo(folder).Name;
        var classNames = known?.ClassNames ?? NumberClasses(folder, train.Labels, test.Labels);
        var constants = known?.Standardization ?? Standardization.OfBytes(train.Pixels);
        return new ClassificationSplits(
            name,
            ClassificationDataset.FromBytes(name + "/train", train.Pixels, train.Labels, train.Shape, classNames, constants),
            ClassificationDataset.FromBytes(name + "/test", test.Pixels, test.Labels, test.Shape, classNames, constants));
    }

    private static Part LoadPart(string folder, string imagesName, string labelsName, DatasetDescription? known)
    {
        var imagesPath = Require(folder, imagesName);
        var labelsPath = Require(folder, labelsName);
        var images = IdxFile.ReadImages(imagesPath, known?.FileNamed(imagesName).Sha256);
        var labels = IdxFile.ReadLabels(labelsPath, known?.ClassNames.Count ?? 256, known?.FileNamed(labelsName).Sha256);
        if (images.Count != labels.Length)
            throw new InvalidDataException(
                $"IdxFolder: images and labels do not belong together. Got {images.Count} images in '{imagesPath}' and " +
                $"{labels.Length} labels in '{labelsPath}'. Expected one label an image. Get both files from one place.");
        if (images.Pixels.Length == 0)
            throw new InvalidDataException(
                $"IdxFolder: '{imagesPath}' has no images. Got {images.Count} of {images.Rows} × {images.Columns}. Expected at least one.");
        return new Part(images.Pixels, labels, [1, images.Rows, images.Columns]);
    }

    private static string? Find(string folder, string name) =>
        new[] { name, name + ".gz" }.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists);

    private static string Require(string folder, string name) =>
        Find(folder, name) ?? throw new FileNotFoundException(
            $"IdxFolder: a file is missing. Got the folder '{folder}'. Expected {name} or {name}.gz in it.", Path.Combine(folder, name));

    // Only the training labels tell which classes there are, and not all classes need occur. But where most numbers below the largest
    // label stand for nothing, that label is no class: it is damaged, or the classes are not numbered from 0.
    private static string[] NumberClasses(string folder, byte[] trainLabels, byte[] testLabels)
    {
        var (count, occurring) = (trainLabels.Max() + 1, trainLabels.Distinct().Count());
        if (count > 2 * occurring)
            throw new InvalidDataException(
                $"IdxFolder: label {Array.IndexOf(trainLabels, (byte)(count - 1))} of the training samples in '{folder}' is out of " +
                $"range. Got {count - 1}, but only {occurring} different labels. Expected classes that are numbered from 0. " +
                "Get the file again, or number the classes.");
        var wrong = Array.FindIndex(testLabels, label => label >= count);
        if (wrong >= 0)
            throw new InvalidDataException(
                $"IdxFolder: label {wrong} of the test samples in '{folder}' is out of range. Got {testLabels[wrong]}. " +
                $"Expected 0 to {count - 1}, as the training samples have. Get both files from one place.");
        return [.. Enumerable.Range(0, count).Select(number => $"{number}")];
    }

    private sealed record Part(byte[] Pixels, byte[] Labels, Shape Shape);
}

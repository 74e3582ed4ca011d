using Tutti.Learning.Data.Sources.Tables;

namespace Tutti.Learning.Data.Catalog;

/// <summary>
/// The data sets that have names. The checksums are those of the unpacked files: of MNIST's originals, of the files in Debian's package
/// dataset-fashion-mnist, and of the bundled subset as eng/make-fashion-mnist-10k.sh makes it.
/// </summary>
internal static class KnownDatasets
{
    private static readonly string[] Digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    private static readonly string[] Articles =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    public static IReadOnlyList<DatasetDescription> All { get; } =
    [
        new()
        {
            Name = DataCatalog.DefaultName,
            Summary = "The first 10,000 training and 2,000 test images of Fashion-MNIST; comes with Tutti.",
            Origin = "Zalando SE, MIT licence",
            SampleShape = [1, 28, 28],
            TrainCount = 10_000,
            TestCount = 2_000,
            ClassNames = Articles,
            Standardization = new Standardization(0.2863f, 0.3540f),
            Files =
            [
                new(IdxFolder.TrainImages, 7_840_016, "ed2e37ed5a3a57d212141a69fe0a0de5a7126ffba14ac3f7e76f5f52cc04b1f0"),
                new(IdxFolder.TrainLabels, 10_008, "a69f2dad024ca220a8c4d85f621fdf929042d40c444abde2868903e9220ad517"),
                new(IdxFolder.TestImages, 1_568_016, "862035b0a96959b614c9574f4c2b0ae9584ca234813e8d6d7adb7838b12ca46b"),
                new(IdxFolder.TestLabels, 2_008, "aa3f574d30afaf0d4d9da084a6f8541771e20693d6a97fae6e9a4953fca8f078"),
            ],
        },
        new()
        {
            Name = "fashion-mnist",
            Summary = "70,000 grey images of articles of clothing, 28 × 28, in ten classes.",
            Origin = "Zalando SE, MIT licence",
            SampleShape = [1, 28, 28],
            TrainCount = 60_000,
            TestCount = 10_000,
            ClassNames = Articles,
            Standardization = new Standardization(0.2860f, 0.3530f),
            Files =
            [
                new(IdxFolder.TrainImages, 47_040_016, "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
                new(IdxFolder.TrainLabels, 60_008, "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
                new(IdxFolder.TestImages, 7_840_016, "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
                new(IdxFolder.TestLabels, 10_008, "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
            ],
            Addresses =
            [
                new("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"),
                new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
            ],
        },
        new()
        {
            Name = "mnist",
            Summary = "70,000 grey images of handwritten digits, 28 × 28, in ten classes.",
            Origin = "Y. LeCun, C. Cortes, C. Burges, CC BY-SA 3.0",
            SampleShape = [1, 28, 28],
            TrainCount = 60_000,
            TestCount = 10_000,
            ClassNames = Digits,
            Standardization = new Standardization(0.1307f, 0.3081f),
            Files =
            [
                new(IdxFolder.TrainImages, 47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
                new(IdxFolder.TrainLabels, 60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
                new(IdxFolder.TestImages, 7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
                new(IdxFolder.TestLabels, 10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
            ],
            Addresses =
            [
                new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
                new("https://storage.googleapis.com/cvdf-datasets/mnist/"),
            ],
        },
        new()
        {
            Name = "digits",
            Summary = "1,797 grey images of handwritten digits, 8 × 8, in ten classes; comes with Tutti.",
            Origin = "E. Alpaydin, C. Kaynak, UCI, CC BY 4.0",
            SampleShape = [1, 8, 8],
            TrainCount = 1_437,
            TestCount = 360,
            ClassNames = Digits,
            Standardization = new Standardization(4.8797f, 6.0152f),
            Layout = TableLayout.Digits,
        },
        new()
        {
            Name = "covtype",
            Summary = "What grows on 30 × 30 metres of forest, by 54 measurements of the place; 581,012 rows, or a part of them.",
            Origin = "J. A. Blackard, Colorado State University, UCI; free with its copyright notice",
            SampleShape = [54],
            TrainCount = null,
            TestCount = null,
            ClassNames = CovertypeFile.ClassNames,
            Standardization = Standardization.None,
            Layout = TableLayout.Covertype,
        },
        new()
        {
            Name = "ecg5000",
            Summary = "5,000 heartbeats of 140 samples, normal or anomalous.",
            Origin = "UCR archive, from PhysioNet's chf07; for research, cite the archive",
            SampleShape = [140],
            TrainCount = 4_000,
            TestCount = 1_000,
            ClassNames = Ecg5000Folder.ClassNames,
            Standardization = Standardization.None,
            Layout = TableLayout.Ecg5000,
        },
    ];
}

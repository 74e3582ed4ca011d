using Tutti.Learning.Checkpoints;
using Tutti.Learning.Data.Transforms;
using Tutti.Tensors;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Data.Transforms;

public sealed class ScalerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void StandardScaler_Apply_IsTheFormula(bool subtract, bool divide)
    {
        var samples = Tensor.From([1f, 5, 3, 5, 8, 5], [3, 2]);
        var scaler = new StandardScaler(new StandardScalerOptions { SubtractMean = subtract, DivideByDeviation = divide });

        scaler.Fit(samples);

        Assert.Equal([4.0, 5], scaler.Means);
        Assert.Equal(26.0 / 3, scaler.Variances[0], 1e-12);
        Assert.Equal(0, scaler.Variances[1]);
        Assert.Equal(divide ? Math.Sqrt(26.0 / 3) : 1, scaler.Scales[0], 1e-12);
        Assert.Equal(1, scaler.Scales[1]);
        var expected = (7 - (subtract ? 4 : 0)) / (divide ? Math.Sqrt(26.0 / 3) : 1);
        var applied = scaler.Apply(Tensor.From([7f, 6], [1, 2]));
        Assert.Equal(expected, applied.ToArray<float>()[0], 1e-6);
        Assert.Equal(subtract ? 1 : 6, applied.ToArray<float>()[1]);
        Samples.AssertClose(samples, scaler.Inverse(scaler.Apply(samples)), 1e-5);
    }

    [Fact]
    public void StandardScaler_ColumnConstantButForRounding_HasScaleOne()
    {
        var scaler = new StandardScaler();

        scaler.Fit(Tensor.Full([1000, 1], 0.1));

        Assert.Equal([1.0], scaler.Scales);
        Assert.All(scaler.Apply(Tensor.Full([2, 1], 0.1)).ToArray<float>(), value => Assert.Equal(0, value, 1e-6));
    }

    [Fact]
    public void MinMaxScaler_Apply_FillsTheRange()
    {
        var samples = Tensor.From([1f, 7, 3, 7, 2, 7], [3, 2]);
        var scaler = new MinMaxScaler(new MinMaxScalerOptions { Minimum = -1, Maximum = 1, Clip = true });

        scaler.Fit(samples);

        Assert.Equal([-1f, -1, 1, -1, 0, -1], scaler.Apply(samples).ToArray<float>());
        Assert.Equal([1f, 1], scaler.Apply(Tensor.From([9f, 90], [1, 2])).ToArray<float>());
        Assert.Equal(samples.ToArray<float>(), scaler.Inverse(scaler.Apply(samples)).ToArray<float>());
        Assert.Equal([4f], new MinMaxScaler().Fit(Tensor.From([0f, 2], [2, 1])).Apply(Tensor.From([8f], [1, 1])).ToArray<float>());
        Assert.Throws<ArgumentException>(() => new MinMaxScaler(new MinMaxScalerOptions { Minimum = 1 }));
    }

    // As scikit-learn has it: range 0 counts as 1.
    [Fact]
    public void MinMaxScaler_ConstantColumn_StretchesOtherValuesByTheWantedRange()
    {
        var scaler = new MinMaxScaler(new MinMaxScalerOptions { Minimum = -1, Maximum = 3 }).Fit(Tensor.From([7f, 7], [2, 1]));

        Assert.Equal([-1f, 1, 3], scaler.Apply(Tensor.From([7f, 7.5f, 8], [3, 1])).ToArray<float>());
        Assert.Equal([7f, 7.5f, 8], scaler.Inverse(Tensor.From([-1f, 1, 3], [3, 1])).ToArray<float>());
    }

    [Fact]
    public void Pipeline_FitApplyInverse_RunsItsStepsInOrder()
    {
        var samples = Samples.Mixed(50, 6);
        var pipeline = new TransformPipeline(new StandardScaler(), new Pca(new PcaOptions { ComponentCount = 6 }), new MinMaxScaler());

        var applied = pipeline.Fit(samples).Apply(samples);

        Assert.Equal((6, 6), (pipeline.InputWidth, pipeline.OutputWidth));
        Assert.Equal((0f, 1f), (applied.ToArray<float>().Min(), applied.ToArray<float>().Max()));
        Samples.AssertClose(samples, pipeline.Inverse(applied), 1e-4);
        Assert.Throws<ArgumentException>(() => new TransformPipeline());
    }

    [Fact]
    public void SaveThenLoad_AnyKind_TransformsTheSame()
    {
        var samples = Samples.Mixed(40, 5);
        Transform[] kinds =
        [
            new StandardScaler(new StandardScalerOptions { SubtractMean = false }),
            new MinMaxScaler(new MinMaxScalerOptions { Maximum = 3, Clip = true }),
            new Pca(new PcaOptions { ComponentCount = 2, Whiten = true }),
            new TransformPipeline(new StandardScaler(), new Pca(new PcaOptions { ExplainedShare = 0.7 })),
        ];
        foreach (var kind in kinds)
        {
            Assert.Throws<InvalidOperationException>(() => kind.Save(folder["t.safetensors"]));
            kind.Fit(samples).Save(folder["t.safetensors"]);
            var loaded = Transform.Load(folder["t.safetensors"]);

            Assert.Equal(kind.GetType(), loaded.GetType());
            Assert.Equal(kind.Apply(samples).ToArray<float>(), loaded.Apply(samples).ToArray<float>());
            Assert.Equal(kind.Inverse(kind.Apply(samples)).ToArray<float>(), loaded.Inverse(loaded.Apply(samples)).ToArray<float>());
        }
    }

    [Fact]
    public void Load_NoTransform_IsRefused()
    {
        SafetensorsFile.Write(folder["t"], [], _ => default, new Dictionary<string, string> { ["transform"] = "pcb" });
        Assert.Contains("Did you mean 'pca'?", Assert.Throws<InvalidDataException>(() => Transform.Load(folder["t"])).Message);
        var metadata = new Dictionary<string, string> { ["transform"] = "pca", ["whiten"] = "true" };
        SafetensorsFile.Write(folder["t"], [], _ => default, metadata);
        Assert.Contains("'components'", Assert.Throws<InvalidDataException>(() => Transform.Load(folder["t"])).Message);
    }

    [Fact]
    public void Fit_WrongSamples_SaysWhat()
    {
        var scaler = new StandardScaler();

        Assert.Contains("[N, F]", Assert.Throws<ArgumentException>(() => scaler.Fit(Tensor.Zeros([3]))).Message);
        Assert.Contains("Float32", Assert.Throws<ArgumentException>(() => scaler.Fit(Tensor.Zeros([3, 2], ElementType.Float64))).Message);
        Assert.Contains("nothing to learn", Assert.Throws<ArgumentException>(() => scaler.Fit(Tensor.Zeros([0, 2]))).Message);
        Assert.Contains("row 1, column " +
        "0", Assert.Throws<ArgumentException>(() => scaler.Fit(Tensor.From([1f, 2, float.NaN, 3], [2, 2]))).Message);
        Assert.Contains("Call Fit", Assert.Throws<InvalidOperationException>(() => scaler.Apply(Tensor.Zeros([3, 2]))).Message);
        scaler.Fit(Tensor.Zeros([3, 2]));
        Assert.Contains("Expected [M, 2]", Assert.Throws<ArgumentException>(() => scaler.Apply(Tensor.Zeros([3, 4]))).Message);
    }

    [Fact]
    public void FitAndApply_TransposedView_IsTheSameAsItsCopy()
    {
        var view = Samples.Mixed(6, 30).Transpose(0, 1);

        var copy = view.Contiguous();
        Assert.Equal(
            new StandardScaler().Fit(copy).Apply(copy).ToArray<float>(), new StandardScaler().Fit(view).Apply(view).ToArray<float>());
    }
}

using Tutti.Learning.Data;
using Tutti.Learning.Detection;

namespace Tutti.Learning.Tests.Detection;

public sealed class PcaDetectorTests : AnomalyDetectorConformance
{
    [Fact]
    public void Fit_TooManyComponentsOrWrongOptions_IsRefused()
    {
        var samples = Waves.Make(30, 1);

        Assert.Contains("too many components. Got 24 for 30 samples of 24", Message(samples, new() { ComponentCount = 24 }));
        Assert.Contains("too many", Message(new SourceSubset(samples, [0, 1, 2]), new() { ComponentCount = 3 }));
        var both = Message(samples, new() { ComponentCount = 0, CalibrationShare = 1 });
        Assert.Contains("ComponentCount is 0", both);
        Assert.Contains("CalibrationShare is 1", both);
    }

    [Fact]
    public void Fit_Waves_FindsTheTwoDirectionsTheyVaryIn()
    {
        var detector = PcaDetector.Fit(Waves.Make(500, 1), new PcaDetectorOptions { ComponentCount = 4 });

        Assert.InRange(detector.Analysis.ExplainedVarianceRatio.Take(2).Sum(), 0.98, 1);
    }

    protected override IAnomalyDetector Learn(ISampleSource usual, ISampleSource? calibration, double calibrationShare) =>
        PcaDetector.Fit(usual, new PcaDetectorOptions { ComponentCount = 2, CalibrationShare = calibrationShare }, calibration);

    private static string Message(ISampleSource samples, PcaDetectorOptions options) =>
        Assert.Throws<ArgumentException>(() => PcaDetector.Fit(samples, options)).Message;
}

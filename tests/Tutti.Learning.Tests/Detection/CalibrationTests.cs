using Tutti.Learning.Detection;

namespace Tutti.Learning.Tests.Detection;

public sealed class CalibrationTests
{
    [Fact]
    public void PValues_EqualScores_CountAsNotGreater()
    {
        var calibration = new Calibration([3, 1, 2, 2]);

        Assert.Equal([1, 0.75, 0.25, 0.25, 0, 0], calibration.PValues([0, 1, 2, 2.5, 3, double.PositiveInfinity]));
        Assert.Equal([1, 2, 2, 3], calibration.Scores);
    }

    [Fact]
    public void Constructor_NoScoresOrNotFinite_IsRefused()
    {
        Assert.Contains("no scores", Assert.Throws<ArgumentException>(() => new Calibration([])).Message);
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => new Calibration([1, double.NaN])).Message);
        Assert.Throws<ArgumentException>(() => new Calibration([1]).PValues([double.NaN]));
    }

    [Fact]
    public void Curve_UniformPValues_LieOnTheDiagonal()
    {
        double[] uniform = [.. Enumerable.Range(1, 100).Select(rank => rank / 100.0)];

        var curve = Calibration.Curve(uniform, 4);

        Assert.Equal([0, 0.25, 0.5, 0.75, 1], curve.Select(point => point.Alpha));
        Assert.Equal([0, 0.25, 0.5, 0.75, 1], curve.Select(point => Math.Round(point.FlaggedShare, 12)));
    }
}

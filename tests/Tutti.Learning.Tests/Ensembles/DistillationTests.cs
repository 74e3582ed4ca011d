using Tutti.Learning.Ensembles;
using Tutti.Learning.Metrics;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Ensembles;

public sealed class DistillationTests
{
    private static readonly NetworkRecipe Student = new() { EpochCount = 20, LearningRate = 0.01 };

    [Fact]
    public void Targets_AtATemperature_AreRootsAndTheClass()
    {
        // p^(1/2) of 0.64 and 0.16 and 0.04 … in proportion 0.8 : 0.4 : 0.2; then the class.
        var targets = Distillation.Targets([0.64, 0.16, 0.04], [2], 3, temperature: 2);

        double[] expected = [0.8 / 1.4, 0.4 / 1.4, 0.2 / 1.4, 0, 0, 1];
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], targets[i], 1e-6);
    }

    [Fact]
    public void Train_ATeacherAlone_IsFollowedEvenWhereItIsWrong()
    {
        var data = Blobs.Make(300, 1, spread: 0.3);
        // The teacher takes class 0 for 1, 1 for 2 and 2 for 0.
        double[] teacher = [.. data.CopyLabels().SelectMany(label => Enumerable.Range(0, 3).Select(i => i == (label + 1) % 3 ? 0.9 : 0.05))];
        long[] shifted = [.. data.CopyLabels().Select(label => (label + 1) % 3)];

        double[] Taught(double share) => Distillation.Train(data, teacher, 3, new DistillationOptions { Student = Student, TeacherShare = share }).Probabilities(data);

        Assert.InRange(Classification.AccuracyOf(shifted, Taught(1), 3), 0.98, 1);
        Assert.InRange(Classification.AccuracyOf(data.CopyLabels(), Taught(0), 3), 0.98, 1);
        // At temperature 2 the student's own probabilities come near the teacher's 0.9.
        Assert.InRange(Taught(1).Chunk(3).Average(row => row.Max()), 0.85, 0.95);
    }

    [Fact]
    public void Train_OptionsOrTeacherThatDoNotFit_AreRefused()
    {
        var data = Blobs.Make(10, 1);

        Assert.Contains("Temperature is 0, expected more than 0; TeacherShare is 2", Assert.Throws<ArgumentException>(() =>
            Distillation.Train(data, new double[30], 3, new DistillationOptions { Temperature = 0, TeacherShare = 2 })).Message, StringComparison.Ordinal);
        Assert.Contains("Got 29 values. Expected 10 rows of 3", Assert.Throws<ArgumentException>(() =>
            Distillation.Train(data, new double[29], 3)).Message, StringComparison.Ordinal);
        foreach (var wrong in new[] { -0.1, double.NaN, double.PositiveInfinity })
            Assert.Contains($"no probability. Got {wrong} in row 1.", Assert.Throws<ArgumentException>(() => Distillation.Train(
                data, [.. Enumerable.Repeat(0.3, 4), wrong, .. Enumerable.Repeat(0.3, 25)], 3)).Message, StringComparison.Ordinal);
    }
}

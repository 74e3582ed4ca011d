using FsCheck;
using FsCheck.Fluent;
using Tutti.Learning.Data.Partitions;

namespace Tutti.Learning.Tests.Data.Partitions;

public sealed class FoldsTests
{
    [Fact]
    public void KFold_NoSeed_GivesRunsOfNeighbours()
    {
        var folds = Folds.KFold(7, 3);

        Assert.Equal([[0, 1, 2], [3, 4], [5, 6]], folds.Select(fold => fold.TestRows));
        Assert.Equal([0, 1, 2, 5, 6], folds[1].TrainRows);
    }

    [Fact]
    public void Stratified_ClassesByFirstAppearance_FollowScikitLearn()
    {
        // sklearn.model_selection.StratifiedKFold(3).split for these labels
        long[] labels = [1, 1, 0, 0, 1, 0, 2, 1, 1, 0];

        Assert.Equal([[0, 1, 2, 6], [3, 4, 7], [5, 8, 9]], Folds.Stratified(labels, 3).Select(fold => fold.TestRows));
    }

    [Fact]
    public void AnyKind_AnyRows_TestsEachRowOnce()
    {
        var cases = Gen.Choose(0, 4).Select(label => (long)label).ArrayOf().Where(labels => labels.Length >= 10)
            .SelectMany(_ => Gen.Choose(2, 4), (labels, foldCount) => (labels, foldCount));
        Prop.ForAll(cases.ToArbitrary(), given =>
        {
            var (labels, foldCount) = given;
            var mostFrequent = labels.CountBy(label => label).Max(pair => pair.Value);
            List<IReadOnlyList<Fold>> all = [Folds.KFold(labels.Length, foldCount), Folds.KFold(labels.Length, foldCount, 3)];
            if (mostFrequent >= foldCount) all.AddRange([Folds.Stratified(labels, foldCount), Folds.Stratified(labels, foldCount, 3)]);
            if (labels.Distinct().Count() >= foldCount) all.Add(Folds.Grouped(labels, foldCount));
            return all.All(folds => folds.Count == foldCount
                && folds.SelectMany(fold => fold.TestRows).Order().SequenceEqual(Enumerable.Range(0, labels.Length))
                && folds.All(fold => fold.TrainRows.Concat(fold.TestRows).Order().SequenceEqual(Enumerable.Range(0, labels.Length))
                    && fold.TestRows.SequenceEqual(fold.TestRows.Order())));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Stratified_Shuffled_KeepsTheNumbersOfEachClassAndDependsOnTheSeed()
    {
        long[] labels = [.. Enumerable.Range(0, 200).Select(row => (long)(row % 7 == 0 ? 1 : 0))];
        int[] Ones(IReadOnlyList<Fold> folds) => [.. folds.Select(fold => fold.TestRows.Count(row => labels[row] == 1)).Order()];

        Assert.Equal(Ones(Folds.Stratified(labels, 5)), Ones(Folds.Stratified(labels, 5, 1)));
        Assert.Equal(Folds.Stratified(labels, 5, 1)[0].TestRows, Folds.Stratified(labels, 5, 1)[0].TestRows);
        Assert.NotEqual(Folds.Stratified(labels, 5, 1)[0].TestRows, Folds.Stratified(labels, 5, 2)[0].TestRows);
        Assert.NotEqual(Folds.KFold(200, 5)[0].TestRows, Folds.KFold(200, 5, 1)[0].TestRows);
    }

    [Fact]
    public void Grouped_LargestFirst_BalancesAndSeparates()
    {
        long[] groups = [9, 9, 9, 9, 5, 5, 7, 7, 3, 4];

        Assert.Equal([[0, 1, 2, 3, 8], [4, 5, 6, 7, 9]], Folds.Grouped(groups, 2).Select(fold => fold.TestRows));
    }

    [Fact]
    public void TrainTest_Share_IsRoundedUp()
    {
        var split = Folds.TrainTest(11, 0.25, 5);

        Assert.Equal((3, 8), (split.TestRows.Count, split.TrainRows.Count));
        Assert.Equal(split.TestRows, Folds.TrainTest(11, 0.25, 5).TestRows);
        Assert.NotEqual(split.TestRows, Folds.TrainTest(11, 0.25, 6).TestRows);
    }

    [Fact]
    public void StratifiedTrainTest_EachClass_IsInProportion()
    {
        long[] labels = [.. Enumerable.Repeat(0L, 60), .. Enumerable.Repeat(1L, 30), .. Enumerable.Repeat(2L, 11)];

        var split = Folds.StratifiedTrainTest(labels, 0.2, 1);

        // 21 test rows: 12.48, 6.24 and 2.29 of them.
        Assert.Equal([13, 6, 2], split.TestRows.CountBy(row => labels[row]).OrderBy(pair => pair.Key).Select(pair => pair.Value));
        Assert.Equal(101, split.TestRows.Concat(split.TrainRows).Distinct().Count());
    }

    [Fact]
    public void Anything_Impossible_IsRefused()
    {
        Assert.Contains("Expected 2 to 3", Assert.Throws<ArgumentOutOfRangeException>(() => Folds.KFold(3, 4)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Folds.KFold(3, 1));
        Assert.Contains("most frequent", Assert.Throws<ArgumentOutOfRangeException>(() => Folds.Stratified([0, 0, 1], 3)).Message);
        Assert.Contains("groups", Assert.Throws<ArgumentOutOfRangeException>(() => Folds.Grouped([0, 0, 1], 3)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Folds.TrainTest(10, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Folds.TrainTest(1, 0.5, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Folds.StratifiedTrainTest([0, 1], double.NaN, 1));
    }
}

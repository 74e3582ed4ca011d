using Tutti.Learning.Data;
using Tutti.Learning.Data.Partitions;
using Schemes = Tutti.Learning.Data.Partitions.Partitions;

namespace Tutti.Learning.Tests.Data.Partitions;

public sealed class PartitionRecipeTests
{
    private static readonly ClassificationDataset Data = ClassificationDataset.FromFloats(
        "mine/train", new float[60], [.. Enumerable.Range(0, 60).Select(row => (byte)(row % 3))], [1], ["a", "b", "c"], Standardization.None);

    private static readonly long[] Labels = [.. Enumerable.Range(0, 60).Select(row => row % 3L)];

    public static TheoryData<PartitionRecipe, Partition> Cases => new()
    {
        { new(), Schemes.Balanced(60, 4, 5) },
        { new() { Scheme = "random" }, Schemes.Random(60, 4, 5) },
        { new() { Scheme = "bootstrap", PartSize = 7 }, Schemes.Bootstrap(60, 4, 5, 7) },
        { new() { Scheme = "stratified" }, Schemes.Stratified(Labels, 4, 5) },
        { new() { Scheme = "weighted", Weights = [1, 2, 3, 4] }, Schemes.Weighted(60, [1, 2, 3, 4], 5) },
        { new() { Scheme = "dirichlet", Alpha = 0.7, MinSize = 3 }, Schemes.LabelSkew(Labels, 4, 0.7, 5, 3) },
        { new() { Scheme = "sort-and-shard", ShardsPerPart = 3 }, Schemes.SortAndShard(Labels, 4, 3, 5) },
        { new() { Scheme = "quantity", Alpha = 2, MinSize = 2 }, Schemes.QuantitySkew(60, 4, 2, 5, 2) },
        { new() { Scheme = "power-law", Exponent = 0.5 }, Schemes.PowerLaw(60, 4, 0.5, 5) },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Create_AnyScheme_GivesWhatTheSchemeGives(PartitionRecipe recipe, Partition expected)
    {
        var made = (recipe with { PartCount = 4, Seed = 5 }).Create(Data);

        Assert.Equal((expected.Scheme, expected.Digest), (made.Scheme, made.Digest));
    }

    [Theory]
    [InlineData("balancd", 4, "Did you mean 'balanced'?")]
    [InlineData("random", null, "no number of parts. Got none for 'random'.")]
    [InlineData("weighted", 4, "Got 0 for 4 parts. Expected one a part.")]
    [InlineData("grouped", 4, "no groups to keep together. Got 'grouped' for 'mine/train'.")]
    [InlineData("natural", null, "no groups to keep together.")]
    [InlineData("stratified", 61, "Got 61 for 60 samples. Expected 1 to 60")]
    public void Create_WhatCannotBe_SaysWhy(string scheme, int? parts, string expected)
    {
        var thrown = Assert.ThrowsAny<ArgumentException>(() => new PartitionRecipe { Scheme = scheme, PartCount = parts }.Create(Data));

        Assert.Contains(expected, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NeedsGroups_OfAllSchemes_AreTwo() =>
        Assert.Equal(["grouped", "natural"], PartitionRecipe.Schemes.Where(PartitionRecipe.NeedsGroups));
}

namespace Tutti.Learning.Tests;

public sealed class NearestNameTests
{
    private static readonly string[] Names = ["fashion-mnist-10k", "fashion-mnist", "mnist"];

    [Theory]
    [InlineData("minst", "mnist")]
    [InlineData("MNIST", "mnist")]
    [InlineData("mnis", "mnist")]
    [InlineData("fashionmnist", "fashion-mnist")]
    [InlineData("fashion_mnist_10k", "fashion-mnist-10k")]
    [InlineData("fashion", "fashion-mnist")]
    [InlineData("mnistt", "mnist")]
    public void Of_SlightlyWrong_FindsTheName(string given, string expected) => Assert.Equal(expected, NearestName.Of(given, Names));

    [Theory]
    [InlineData("cifar10")]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("imagenet")]
    public void Of_SomethingElse_FindsNothing(string given) => Assert.Null(NearestName.Of(given, Names));

    [Fact]
    public void Of_EquallyNear_TakesTheFirst() => Assert.Equal("adam", NearestName.Of("adax", ["adam", "adan"]));

    [Fact]
    public void Suggest_Near_NamesItAndTheList() =>
        Assert.Equal("Did you mean 'mnist'? Expected one of fashion-mnist-10k, fashion-mnist, mnist.", NearestName.Suggest("mnits", Names));

    [Fact]
    public void Suggest_Far_HasTheListOnly() =>
        Assert.Equal("Expected one of fashion-mnist-10k, fashion-mnist, mnist.", NearestName.Suggest("weather", Names));
}

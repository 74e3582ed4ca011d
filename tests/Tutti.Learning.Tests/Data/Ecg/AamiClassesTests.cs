using Tutti.Learning.Data.Ecg;
using Tutti.Learning.Data.Sources.Wfdb;

namespace Tutti.Learning.Tests.Data.Ecg;

public sealed class AamiClassesTests
{
    [Theory]
    [InlineData("NLRBejn", AamiClass.Normal)]
    [InlineData("AaJS", AamiClass.Supraventricular)]
    [InlineData("VrE", AamiClass.Ventricular)]
    [InlineData("F", AamiClass.Fusion)]
    [InlineData("/fQ?", AamiClass.Unknown)]
    public void Of_Beats_IsTheClassOfEc57(string symbols, AamiClass expected)
    {
        foreach (var symbol in symbols)
            Assert.Equal(expected, AamiClasses.Of(Enumerable.Range(0, 50).Select(Annotation).Single(a => a.Symbol == $"{symbol}")));
    }

    [Fact]
    public void Of_EveryCode_IsNullExactlyForWhatIsNoBeat()
    {
        Assert.All(Enumerable.Range(0, 50).Select(Annotation),
            annotation => Assert.Equal(annotation.IsBeat, AamiClasses.Of(annotation) is not null));
        Assert.Equal(Enum.GetValues<AamiClass>().Length, AamiClasses.Letters.Count);
    }

    private static WfdbAnnotation Annotation(int code) => new(0, code, 0, 0, 0, null);
}

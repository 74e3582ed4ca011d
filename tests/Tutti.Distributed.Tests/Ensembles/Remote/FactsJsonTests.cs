using System.Text;
using Tutti.Distributed.Ensembles;
using Tutti.Distributed.Ensembles.Remote;

namespace Tutti.Distributed.Tests.Ensembles.Remote;

public sealed class FactsJsonTests
{
    private static readonly NodeFacts Facts = new("hospital-a", "0f1e", [1, 140]) { TrainingSamples = 1200, ValidationScore = 0.97 };

    [Fact]
    public void Read_OfWhatWriteGives_IsTheFacts()
    {
        Assert.Equal(Facts, FactsJson.Read(FactsJson.Write(Facts)));
        Assert.Equal(new NodeFacts("a", "b", [2]), FactsJson.Read(FactsJson.Write(new NodeFacts("a", "b", [2]))));
    }

    // Ranks of one job may be called as networks would not allow.
    [Fact]
    public void ReadTrusted_OfWhatWriteGives_IsTheFactsWhateverTheName()
    {
        var facts = Facts with { Name = "Klinik Süd (1)" };

        Assert.Equal(facts, FactsJson.ReadTrusted(FactsJson.Write(facts)));
        Assert.Throws<InvalidDataException>(() => FactsJson.Read(FactsJson.Write(facts)));
        Assert.Throws<InvalidDataException>(() => FactsJson.ReadTrusted("{\"name\":\"a\"}"u8.ToArray()));
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("[]", "it is Array, not an object")]
    [InlineData("""{"name":"a","name":"b"}""", "not JSON")]
    [InlineData("""{"name":"\ud800","version":"1","sampleShape":[1]}""", "not JSON")]
    [InlineData("""{"name":"a b","version":"1","sampleShape":[1]}""", "name is not")]
    [InlineData("""{"name":"a","version":1,"sampleShape":[1]}""", "version is not")]
    [InlineData("""{"name":"a","version":"1","sampleShape":[0]}""", "sampleShape is not a list")]
    [InlineData("""{"name":"a","version":"1","sampleShape":[2147483647,2]}""", "sampleShape is not a list")]
    [InlineData("""{"name":"a","version":"1","sampleShape":[1,1,1,1,1,1,1,1,1]}""", "sampleShape is not a list")]
    [InlineData("""{"name":"a","version":"1","sampleShape":[1],"trainingSamples":-1}""", "trainingSamples is -1")]
    [InlineData("""{"name":"a","version":"1","sampleShape":[1],"validationScore":1.5}""", "validationScore is 1.5")]
    [InlineData("""{"name":"a","version":"1","sampleShape":[1],"extra":{}}""", "'extra' is unknown")]
    public void Read_OfWrongJson_SaysWhatIsWrong(string json, string expected)
    {
        var refusal = Assert.Throws<InvalidDataException>(() => FactsJson.Read(Encoding.UTF8.GetBytes(json)));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfSeveralMistakes_NamesAll()
    {
        var refusal = Assert.Throws<InvalidDataException>(() => FactsJson.Read("{\"other\":1}"u8.ToArray()));

        Assert.All(["'other' is unknown", "name is not", "version is not", "sampleShape is not"],
            part => Assert.Contains(part, refusal.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_OfMutatedJson_GivesFactsThatFitOrRefuses()
    {
        var refused = 0;
        foreach (var changed in BodyMutations.Of(FactsJson.Write(Facts), 5000, seed: 3))
        {
            try
            {
                Assert.Empty(FactsJson.Problems(FactsJson.Read(changed)));
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 3000, 5000);
    }
}

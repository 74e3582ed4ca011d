using Tutti.Cli.Output;

namespace Tutti.Cli.Tests.Output;

public sealed class TextTableTests
{
    [Fact]
    public void Write_TextAndNumbers_AlignsLeftAndRight()
    {
        var table = new TextTable(["name", "count"], [1]);
        table.Add(["a", "1,000"]);
        table.Add(["longer", "7"]);
        var output = new StringWriter { NewLine = "\n" };

        table.Write(output);

        Assert.Equal("name    count\n------  -----\na       1,000\nlonger      7\n", output.ToString());
    }
}

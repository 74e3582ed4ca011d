namespace Tutti.Cli.Tests;

public sealed class InputExceptionTests
{
    [Fact]
    public void Describe_ArgumentException_LeavesTheParametersNameOut() =>
        Assert.Equal("Thing: wrong.", InputException.Describe(new ArgumentException("Thing: wrong.", "thing")));

    [Fact]
    public void From_WrongInput_BecomesAnInputException()
    {
        var thrown = Assert.Throws<InputException>(() => InputException.From<int>(() => throw new InvalidDataException("File: damaged.")));

        Assert.Equal("File: damaged.", thrown.Message);
    }

    [Fact]
    public void From_Defect_StaysWhatItIs() =>
        Assert.Throws<InvalidOperationException>(() => InputException.From<int>(() => throw new InvalidOperationException("defect")));
}

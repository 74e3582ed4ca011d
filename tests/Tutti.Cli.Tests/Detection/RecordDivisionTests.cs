using Tutti.Cli.Detection;

namespace Tutti.Cli.Tests.Detection;

public sealed class RecordDivisionTests
{
    private static readonly string[] Records = [.. Enumerable.Range(195, 12).Select(number => $"folder/{number}")];

    [Theory]
    [InlineData(0.2, 2)]
    [InlineData(0.01, 1)]
    [InlineData(0, 0)]
    public void Create_Patients_GoToOnePlaceEach(double share, int held)
    {
        var division = RecordDivision.Create(Records, 4, share, seed: 3);

        Assert.Equal(Records, division.Members.SelectMany(own => own).Concat(division.Validation).Order(StringComparer.Ordinal));
        Assert.All(division.Members, Assert.NotEmpty);
        Assert.Equal(held, division.Validation.Select(Patient).Distinct().Count());
        // 201 and 202 are of one patient.
        Assert.Single(division.Members.Append(division.Validation), own => own.Any(record => record.EndsWith("201", StringComparison.Ordinal))
            && own.Any(record => record.EndsWith("202", StringComparison.Ordinal)));
    }

    [Fact]
    public void Create_AnotherSeed_DealsOtherwise() => Assert.NotEqual(
        RecordDivision.Create(Records, 2, 0.2, 0).Members[0], RecordDivision.Create(Records, 2, 0.2, 1).Members[0]);

    [Fact]
    public void Create_FewerPatientsThanMembers_SaysWhatToDo()
    {
        var problem = Assert.Throws<InputException>(() => RecordDivision.Create(["201", "202", "203"], 2, 0.2, 0));

        Assert.Equal(
            "--members: more than there are patients. Got 2, and 1 of 2 patients held out to choose α. Expected 1 to 1. " +
            "Give more recordings, fewer members, or --validation-share 0.", problem.Message);
    }

    private static string Patient(string record) => Path.GetFileName(record) == "202" ? "201" : Path.GetFileName(record);
}

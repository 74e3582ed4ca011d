using Tutti.Learning.Data.Ecg;

namespace Tutti.Learning.Tests.Data.Ecg;

public sealed class MitBihTests
{
    [Fact]
    public void Records_AreTheWholeDatabaseOnce()
    {
        string[] all = [.. MitBih.Ds1, .. MitBih.Ds2, .. MitBih.Paced];

        Assert.Equal((22, 22, 48), (MitBih.Ds1.Count, MitBih.Ds2.Count, all.Distinct().Count()));
    }

    [Fact]
    public void PatientOf_SharesOnlyOnePatient_WhichTheStrictPartLacks()
    {
        var learned = MitBih.Ds1.Select(MitBih.PatientOf).ToHashSet();

        Assert.Equal(["202"], MitBih.Ds2.Where(record => learned.Contains(MitBih.PatientOf(record))));
        Assert.Equal(MitBih.Ds2.Except(["202"]), MitBih.Ds2OfOtherPatients);
    }
}

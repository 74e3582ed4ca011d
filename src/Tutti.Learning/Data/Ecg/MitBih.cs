namespace Tutti.Learning.Data.Ecg;

/// <summary>
/// The records of the MIT-BIH Arrhythmia Database by patients: the split of de Chazal, O'Dwyer, Reilly: "Automatic classification of
/// heartbeats using ECG morphology and heartbeat interval features", IEEE TBME 51(7), 2004.
/// </summary>
/// <remarks>
/// Records 201 and 202 are of the same patient, and the published split has them on different sides. To compare with published figures keep
/// it; to be strict test on <see cref="Ds2OfOtherPatients"/>.
/// </remarks>
public static class MitBih
{
    /// <summary>DS1, to learn from: 22 records.</summary>
    public static IReadOnlyList<string> Ds1 { get; } =
    [
        "101", "106", "108", "109", "112", "114", "115", "116", "118", "119", "122", "124", "201", "203", "205", "207", "208", "209", "215",
        "220", "223", "230",
    ];

    /// <summary>DS2, to test on: 22 records, 202 being of a patient of DS1.</summary>
    public static IReadOnlyList<string> Ds2 { get; } =
    [
        "100", "103", "105", "111", "113", "117", "121", "123", "200", "202", "210", "212", "213", "214", "219", "221", "222", "228", "231",
        "232", "233", "234",
    ];

    /// <summary>DS2 without 202: no patient of it is in DS1.</summary>
    public static IReadOnlyList<string> Ds2OfOtherPatients { get; } = [.. Ds2.Where(record => record != "202")];

    /// <summary>The records of patients with pacemakers, which AAMI leaves out.</summary>
    public static IReadOnlyList<string> Paced { get; } = ["102", "104", "107", "217"];

    /// <summary>Whose recording it is.</summary>
    /// <param name="record">A record's name.</param>
    /// <returns>The patient, named after the first of its records: <c>201</c> for 202, else the record.</returns>
    public static string PatientOf(string record)
    {
        ArgumentException.ThrowIfNullOrEmpty(record);
        return record == "202" ? "201" : record;
    }
}

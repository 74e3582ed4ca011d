namespace Tutti.Learning.Data.Sources.Wfdb;

/// <summary>A record is named by its path without extension; the header's own path does as well.</summary>
internal static class WfdbPath
{
    private const string HeaderExtension = ".hea";

    public static string OfHeader(string record)
    {
        ArgumentException.ThrowIfNullOrEmpty(record);
        return record.EndsWith(HeaderExtension, StringComparison.Ordinal) ? record : record + HeaderExtension;
    }

    public static string OfAnnotations(string record, string annotator) => OfHeader(record)[..^HeaderExtension.Length] + "." + annotator;
}

using Tutti.Learning.Data.Sources.Wfdb;

namespace Tutti.Cli.Detection;

/// <summary>Looks at a record's header before anybody wants its beats.</summary>
internal static class RecordHeader
{
    /// <summary>The header; null if it cannot be read, which is reported when the record's beats are wanted.</summary>
    internal static WfdbHeader? TryRead(string record)
    {
        try
        {
            return WfdbHeader.Read(record);
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The names of the records that it consists of; none where it is of one piece.</summary>
    internal static IEnumerable<string> SegmentsOf(WfdbHeader? header) =>
        header?.Segments.Select(segment => segment.Name).OfType<string>() ?? [];
}

using System.Globalization;

namespace Tutti.Learning.Data.Sources.Wfdb;

/// <summary>Notes at time 0 in which an annotation file speaks about itself rather than about the recording.</summary>
internal static class WfdbFileNotes
{
    private const int Note = 22;
    private const string Mark = "## ", Resolution = "## time resolution: ";
    private const string DefinitionsBegin = "## annotation type definitions", DefinitionsEnd = "## end of definitions";

    /// <summary>Takes the notes at the beginning away.</summary>
    /// <returns>The annotations of the recording, and how many times a second there are; null where the file does not say.</returns>
    public static (List<WfdbAnnotation> Annotations, double? Resolution) Remove(List<WfdbAnnotation> annotations, string path)
    {
        double? resolution = null;
        var count = 0;
        var isDefining = false;
        while (count < annotations.Count && annotations[count] is { Sample: 0, Code: Note, Text: { } text })
        {
            if (!isDefining && !text.StartsWith(Mark, StringComparison.Ordinal)) break;
            if (text.StartsWith(Resolution, StringComparison.Ordinal)) resolution = ReadResolution(text, path);
            if (text.StartsWith(DefinitionsBegin, StringComparison.Ordinal)) isDefining = true;
            if (text.StartsWith(DefinitionsEnd, StringComparison.Ordinal)) isDefining = false;
            count++;
        }
        return (annotations[count..], resolution);
    }

    private static double ReadResolution(string text, string path)
    {
        var given = text[Resolution.Length..].Trim();
        return double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out var ticks)
            && ticks > 0 && double.IsFinite(ticks)
            ? ticks
            : throw new InvalidDataException(
                $"WfdbAnnotations: '{path}' has no usable time resolution. Got '{given}'. Expected a number above 0. Get the file again.");
    }
}

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tutti.Storage.Files;

namespace Tutti.Experiments.Reports;

/// <summary>Writes reports, each file whole or not at all.</summary>
internal static class ReportFiles
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static void Write(ReportHeader header, ExperimentReport report, string htmlPath, string jsonPath)
    {
        // Both are made before either is written: what cannot be shown leaves nothing.
        var html = HtmlReport.Create(header, report);
        var json = ReportJson.Of(header, report).ToJsonString(Format) + "\n";
        Write(jsonPath, json);
        Write(htmlPath, html);
    }

    private static void Write(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}

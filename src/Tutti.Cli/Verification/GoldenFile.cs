namespace Tutti.Cli.Verification;

/// <summary>A file of a folder of golden cases: a case, or the reason why it is none.</summary>
internal sealed class GoldenFile
{
    private readonly string name;
    private readonly GoldenCase? golden;
    private readonly string? problem;

    private GoldenFile(string name, GoldenCase? golden, string? problem)
    {
        this.name = name;
        this.golden = golden;
        this.problem = problem;
    }

    /// <summary>What the case computes; empty if the file is no case.</summary>
    internal string Operation => golden?.Operation ?? "";

    internal static GoldenFile Open(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        try
        {
            return new GoldenFile(name, GoldenCase.Read(path), null);
        }
        catch (Exception cause) when (cause is InvalidDataException or IOException or System.Text.Json.JsonException or FormatException or KeyNotFoundException)
        {
            return new GoldenFile(name, null, cause.Message);
        }
    }

    internal Task<CaseResult> VerifyAsync(CancellationToken cancellation) => golden is null
        ? Task.FromResult(new CaseResult(name, "", CaseStatus.Failed, null, $"not a golden case: {problem}"))
        : CaseVerifier.RunAsync(golden, cancellation);
}

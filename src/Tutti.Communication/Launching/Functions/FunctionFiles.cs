using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Tutti.Communication.Launching.Functions;

/// <summary>
/// What a function job's processes tell each other by files in the job's folder, which only this user may enter: what to run and with what,
/// and what came of it on each rank. A file appears whole or not at all.
/// </summary>
internal sealed class FunctionFiles(string folder)
{
    /// <summary>The most bytes of JSON that a worker may return.</summary>
    internal const int MostResultBytes = 64 << 20;

    // Losses may be NaN, and tuples have fields only.
    private static readonly JsonSerializerOptions Json = new()
    {
        IncludeFields = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private string FunctionPath => Path.Combine(folder, "function");

    private string ArgumentsPath => Path.Combine(folder, "arguments.json");

    private string WorldPath => Path.Combine(folder, "world");

    internal void WriteCall(FunctionReference function, WorkArguments arguments, DistributorOptions options)
    {
        File.WriteAllText(FunctionPath, function.ToText());
        File.WriteAllText(WorldPath, string.Create(CultureInfo.InvariantCulture, $"{options.Timeout.Ticks}\n{options.Name}"));
        if (arguments.Type is { } type) File.WriteAllBytes(ArgumentsPath, JsonSerializer.SerializeToUtf8Bytes(arguments.Value, type, Json));
    }

    internal WorldOptions ReadWorldOptions()
    {
        var lines = File.ReadAllText(WorldPath).Split('\n', 2);
        return new WorldOptions { Timeout = new TimeSpan(long.Parse(lines[0], CultureInfo.InvariantCulture)), Name = lines[1] };
    }

    internal FunctionReference ReadFunction() => FunctionReference.Parse(File.ReadAllText(FunctionPath));

    internal object? ReadArguments(Type type) => JsonSerializer.Deserialize(File.ReadAllBytes(ArgumentsPath), type, Json);

    /// <exception cref="InvalidOperationException">The result is too large.</exception>
    internal void WriteResult(int rank, object? result, Type type)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(result, type, Json);
        if (bytes.Length > MostResultBytes) Throw.ResultTooLarge(bytes.Length, MostResultBytes);
        Write(ResultPath(rank), bytes);
    }

    internal T ReadResult<T>(int rank)
    {
        var path = ResultPath(rank);
        if (!File.Exists(path)) Throw.NoResult(rank);
        return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Json)!;
    }

    internal void WriteFailure(int rank, Exception failure) => Write(FailurePath(rank), JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["type"] = failure.GetType().FullName, ["message"] = failure.Message, ["stack"] = failure.ToString(),
        ["isConsequence"] = failure is CommunicationException or OperationCanceledException,
    }));

    /// <summary>What a rank threw, null if it threw nothing.</summary>
    internal RemoteWorkerException? ReadFailure(int rank)
    {
        if (!File.Exists(FailurePath(rank))) return null;
        using var failure = Parse(rank);
        return RemoteWorkerException.Threw(rank, Text(failure, "type"), Text(failure, "message"), Text(failure, "stack"));
    }

    /// <summary>The rank whose failure led to the others': the first that was no fault of communication, else the first; or null.</summary>
    internal int? FindFirstFailure(int size)
    {
        int? first = null;
        var failed = Enumerable.Range(0, size).Where(rank => File.Exists(FailurePath(rank)));
        foreach (var rank in failed.OrderBy(rank => File.GetLastWriteTimeUtc(FailurePath(rank))))
        {
            using var failure = Parse(rank);
            if (!failure.RootElement.GetProperty("isConsequence").GetBoolean()) return rank;
            first ??= rank;
        }
        return first;
    }

    private static string Text(JsonDocument failure, string name) => failure.RootElement.GetProperty(name).GetString() ?? "";

    private static void Write(string path, byte[] bytes)
    {
        File.WriteAllBytes(path + ".part", bytes);
        File.Move(path + ".part", path, overwrite: true);
    }

    private JsonDocument Parse(int rank) => JsonDocument.Parse(File.ReadAllBytes(FailurePath(rank)));

    private string ResultPath(int rank) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"result-{rank}.json"));

    private string FailurePath(int rank) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"failure-{rank}.json"));
}

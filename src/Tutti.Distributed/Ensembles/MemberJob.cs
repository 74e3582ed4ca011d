using System.Globalization;
using Tutti.Learning.Data;
using Tutti.Learning.Ensembles;

namespace Tutti.Distributed.Ensembles;

/// <summary>The tasks of one training, for any worker: travels as JSON.</summary>
internal sealed record MemberJob
{
    public required string Folder { get; init; }

    public required int ClassCount { get; init; }

    public required IReadOnlyList<MemberTask> Tasks { get; init; }

    /// <summary>How many threads of a worker compute; null: its share of the cores.</summary>
    public int? ComputeThreads { get; init; }

    /// <summary>The samples where they are in memory already: threads share them. Does not travel.</summary>
    internal ISampleSource? Data { get; init; }

    internal string DataPath => Path.Combine(Folder, "samples.safetensors");

    /// <summary>There as soon as a worker has taken the task.</summary>
    internal string ClaimPath(int task) => PathOf(task, "taken");

    internal string PredictionsPath(int task) => PathOf(task, "predictions.safetensors");

    internal string ModelPath(int task) => PathOf(task, "model.safetensors");

    private string PathOf(int task, string what) => Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{task}.{what}"));
}

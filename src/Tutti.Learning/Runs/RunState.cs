using System.Text.Json.Serialization;

namespace Tutti.Learning.Runs;

/// <summary>What became of a run.</summary>
public enum RunState
{
    /// <summary>It is going on, or its process was killed.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>It did all it was asked to do.</summary>
    [JsonStringEnumMemberName("finished")]
    Finished,

    /// <summary>It ended with an error.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>It was stopped by its user.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}

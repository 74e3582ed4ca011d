using System.Text.Json.Serialization;

namespace Tutti.Learning.Runs;

/// <summary>What became of a run.</summary>
public enum RunState
{
    /// <summary>It is going on. Where nobody holds the run any more, readers see <see cref="Interrupted"/> instead.</summary>
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

    /// <summary>Its process is gone without a word on how it ended: killed, or a power cut. Readers find out; it is never written.</summary>
    [JsonStringEnumMemberName("interrupted")]
    Interrupted,
}

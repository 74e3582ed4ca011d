namespace Tutti.Distributed.Ensembles;

/// <summary>What a <see cref="RankMessage"/> is.</summary>
internal enum RankMessageKind : byte
{
    /// <summary>From a node, first: its facts as JSON.</summary>
    Hello = 1,

    /// <summary>To a node: samples, Float32, little endian.</summary>
    Ask,

    /// <summary>From a node: a Float64 a sample.</summary>
    Answer,

    /// <summary>From a node: why there is no answer, UTF-8.</summary>
    Failure,

    /// <summary>To a node: nobody waits for the answer any more.</summary>
    Cancel,

    /// <summary>To a node: it is needed no more.</summary>
    Stop,
}

namespace Tutti.Communication.Transports.Messages;

/// <summary>In which way waiting for transfers ended.</summary>
internal enum EngineEnding
{
    Done,

    /// <summary>The job's fault board holds a fault.</summary>
    Faulted,
    Disagreed,
    TimedOut,

    /// <summary>A peer whose message is missing has ended its work.</summary>
    Departed,

    /// <summary>A link is of no use any more.</summary>
    Broken,
}

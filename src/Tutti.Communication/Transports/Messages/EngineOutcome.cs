namespace Tutti.Communication.Transports.Messages;

/// <summary>How waiting for transfers ended.</summary>
/// <param name="Ending">In which way.</param>
/// <param name="Peer">Departed, broken: whose link, in the transport's numbering.</param>
/// <param name="Disagreement">Disagreed: with whom, on what.</param>
/// <param name="Cause">Broken: what is wrong with the link.</param>
internal readonly record struct EngineOutcome(
    EngineEnding Ending, int Peer = -1, Disagreement? Disagreement = null, LinkException? Cause = null)
{
    internal bool IsDone => Ending == EngineEnding.Done;
}

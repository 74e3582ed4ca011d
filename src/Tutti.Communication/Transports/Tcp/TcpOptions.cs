using Tutti.Communication.Membership;

namespace Tutti.Communication.Transports.Tcp;

/// <summary>What a rank needs to link up with the others.</summary>
internal sealed record TcpOptions
{
    internal required int Rank { get; init; }

    /// <summary>Where each rank listens, in rank order.</summary>
    internal required IReadOnlyList<TcpEndpoint> Ranks { get; init; }

    /// <summary>Of the job: who does not know it is sent away.</summary>
    internal required JobSecret Secret { get; init; }

    /// <summary>Of the membership.</summary>
    internal uint Generation { get; init; }

    /// <summary>By when all links stand.</summary>
    internal TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether some ranks of this machine have no core of their own.</summary>
    internal bool IsCrowded { get; init; }
}

namespace Tutti.Communication.Membership;

/// <summary>What a process tells about itself when it joins.</summary>
/// <param name="Host">Identity of the machine as ranks see it: equal exactly if two processes can share memory
/// (<see cref="Rendezvous.HostIdentity"/>).</param>
/// <param name="HostName">The machine's name, for messages.</param>
/// <param name="ProcessId">As the machine counts.</param>
/// <param name="Version">Of Tutti.</param>
/// <param name="DataHost">Where others reach this rank's data links: a name or address; empty: as <see cref="Member.AddressOf"/>
/// tells.</param>
/// <param name="DataPort">The port there; 0 if it has none.</param>
internal sealed record MemberFacts(string Host, string HostName, int ProcessId, string Version, string DataHost, int DataPort)
{
    /// <summary>As messages name it.</summary>
    public override string ToString() => $"process {ProcessId} on {HostName}";
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tutti.Distributed.Ensembles;

/// <summary>What workers are told: which members to train, how, and where they go.</summary>
/// <param name="Folder">The ensemble's folder, in full.</param>
/// <param name="Names">Of all members.</param>
/// <param name="Function">The training function, as text.</param>
/// <param name="Arguments">Its arguments as JSON.</param>
/// <param name="Inputs">What else members depend on.</param>
/// <param name="Missing">The members to train.</param>
internal sealed record MemberWork(string Folder, string[] Names, string Function, string Arguments, string Inputs, int[] Missing)
{
    public string FingerprintOf(int member) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\0', Function, Arguments, Inputs, Names.Length.ToString(CultureInfo.InvariantCulture),
        member.ToString(CultureInfo.InvariantCulture)))));
}

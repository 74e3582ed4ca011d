using System.Security.Cryptography;
using System.Text;
using Tutti.Learning.Modules.Specification;

namespace Tutti.Cli.Training;

/// <summary>What a run starts from besides settings and data, by digests: files may change until it is resumed.</summary>
/// <param name="ModelSha256">The model as data.</param>
/// <param name="InitialSha256">The file with the weights to start from; null if they are drawn from the seed.</param>
internal sealed record TrainingInputs(string ModelSha256, string? InitialSha256)
{
    /// <summary>Computes the digests.</summary>
    internal static TrainingInputs Of(ModelSpecification model, string? initial) => new(
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(model.ToJson()))),
        initial is null ? null : InputException.From(() => DigestOf(initial)));

    private static string DigestOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}

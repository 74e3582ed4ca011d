using System.Text.Json;
using Tutti.Tensors;

namespace Tutti.Distributed.Ensembles;

/// <summary><see cref="NodeFacts"/> as JSON.</summary>
internal sealed record RankFacts(string Name, string Version, int[] SampleShape, long TrainingSamples, double? ValidationScore)
{
    public static byte[] Write(NodeFacts facts) => JsonSerializer.SerializeToUtf8Bytes(
        new RankFacts(facts.Name, facts.Version, facts.SampleShape.ToArray(), facts.TrainingSamples, facts.ValidationScore),
        EnsembleJson.Options);

    public static NodeFacts Read(ReadOnlySpan<byte> json)
    {
        var facts = JsonSerializer.Deserialize<RankFacts>(json, EnsembleJson.Options) ?? throw new InvalidDataException("RankNodes: no facts.");
        return new NodeFacts(facts.Name, facts.Version, Shape.Create(facts.SampleShape))
        {
            TrainingSamples = facts.TrainingSamples, ValidationScore = facts.ValidationScore,
        };
    }
}

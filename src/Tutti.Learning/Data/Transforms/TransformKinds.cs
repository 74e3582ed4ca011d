namespace Tutti.Learning.Data.Transforms;

/// <summary>Which kind of transform a file holds.</summary>
internal static class TransformKinds
{
    private const string KindName = "transform";

    private static readonly Dictionary<string, Func<TransformState, string, Transform>> Readers = new(StringComparer.Ordinal)
    {
        [StandardScaler.KindName] = StandardScaler.Read,
        [MinMaxScaler.KindName] = MinMaxScaler.Read,
        [Pca.KindName] = Pca.Read,
        [TransformPipeline.KindName] = TransformPipeline.Read,
    };

    public static void Write(Transform transform, TransformState state, string prefix)
    {
        state.Add(prefix + KindName, transform.Kind);
        transform.Write(state, prefix);
    }

    public static Transform Read(TransformState state, string prefix)
    {
        var kind = state.Text(prefix + KindName);
        return Readers.TryGetValue(kind, out var read) ? read(state, prefix) : throw new InvalidDataException(
            $"Transform: an unknown kind of transform. Got '{kind}'. {NearestName.Suggest(kind, Readers.Keys)}");
    }
}

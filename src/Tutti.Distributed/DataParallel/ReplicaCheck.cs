using System.Globalization;
using System.Text;
using Tutti.Communication;
using Tutti.Learning.Training;

namespace Tutti.Distributed;

/// <summary>
/// Compares all ranks' settings and models with rank 0's, models by parameter names and shapes and by statistics, before anything is trained.
/// Collective.
/// </summary>
internal static class ReplicaCheck
{
    internal static void Run(ProcessGroup group, IParameterSource model, string settings)
    {
        string[] own = [settings, .. Enumerable.Range(0, model.ParameterCount).Select(index => Describe(model, index)), .. Statistics(model)];
        var bytes = Encoding.UTF8.GetBytes(string.Join('\0', own));
        var lengths = group.AllGather<int>([bytes.Length]);
        var joined = group.AllGather<byte>(bytes).AsSpan();
        string[] first = [];
        for (var rank = 0; rank < group.Size; rank++)
        {
            var parameters = Split(Encoding.UTF8.GetString(joined[..lengths[rank]]));
            if (rank == 0) first = parameters;
            joined = joined[lengths[rank]..];
            Compare(first, parameters, rank);
        }
    }

    private static void Compare(string[] first, string[] other, int rank)
    {
        if (first[0] != other[0]) Throw.SettingsDiffer(first[0], other[0], rank);
        for (var index = 1; index < Math.Max(first.Length, other.Length); index++)
        {
            var (expected, got) = (At(first, index), At(other, index));
            if (expected != got) Throw.ReplicasDiffer(index - 1, expected, got, rank);
        }
    }

    private static string Describe(IParameterSource model, int index)
    {
        var shape = model.ShapeOf(index);
        var inDimensions = shape.Rank > 1 ? $" in {shape}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"'{model.NameOf(index)}' of {model.Values(index).Length} elements{inDimensions}");
    }

    private static IEnumerable<string> Statistics(IParameterSource model)
    {
        if (model is not IForwardStatistics statistics) yield break;
        for (var index = 0; index < statistics.StatisticCount; index++)
            yield return string.Create(CultureInfo.InvariantCulture, $"statistics {index} of {statistics.Statistics(index).Length} elements");
        for (var index = 0; index < statistics.CounterCount; index++)
            yield return string.Create(CultureInfo.InvariantCulture, $"counters {index} of {statistics.Counters(index).Length} elements");
    }

    private static string At(string[] parameters, int index) => index < parameters.Length ? parameters[index] : "no such parameter";

    private static string[] Split(string text) => text.Split('\0');
}

using Tutti.Learning.Data;
using Tutti.Tensors.Random;

namespace Tutti.Learning.Tests.Ensembles;

/// <summary>Classes as clouds of points that overlap a little: class c lies around 2 on axis c.</summary>
internal static class Blobs
{
    public static ClassificationDataset Make(int count, ulong seed, int classCount = 3, double spread = 1)
    {
        var random = new CounterRandom(seed, RandomPurpose.Synthetic);
        var (values, labels) = (new float[count * classCount], new byte[count]);
        for (var row = 0; row < count; row++)
        {
            labels[row] = (byte)(row % classCount);
            for (var i = 0; i < classCount; i++)
                values[row * classCount + i] = (float)((i == labels[row] ? 2 : 0) + spread * random.NextNormal());
        }
        return ClassificationDataset.FromFloats(
            "blobs", values, labels, [classCount], [.. Enumerable.Range(0, classCount).Select(label => $"{label}")], Standardization.None);
    }
}

using System.Runtime.InteropServices;
using Tutti.Learning.Checkpoints;
using Tutti.Learning.Data;
using Tutti.Tensors;

namespace Tutti.Distributed.Ensembles;

/// <summary>Samples with classes, and predictions, in files between processes.</summary>
internal static class SampleFile
{
    private const string Samples = "samples", Targets = "targets", Numbers = "numbers";

    internal static void Write(string path, ISampleSource data)
    {
        using var scope = TensorScope.Begin();
        int[] rows = [.. Enumerable.Range(0, data.Count)];
        var (samples, targets) = (Tensor.Zeros(Shape.Create([rows.Length, .. data.SampleShape.AsSpan()])), Tensor.Zeros([rows.Length], ElementType.Int64));
        data.CopySamples(rows, samples);
        data.CopyTargets(rows, targets);
        SafetensorsFile.Write(path,
            [new SafetensorsEntry(Samples, ElementType.Float32, samples.Shape), new SafetensorsEntry(Targets, ElementType.Int64, targets.Shape)],
            index => index == 0 ? MemoryMarshal.AsBytes(samples.AsSpan<float>()) : MemoryMarshal.AsBytes(targets.AsSpan<long>()));
        GC.KeepAlive(samples);
        GC.KeepAlive(targets);
    }

    internal static ISampleSource Read(string path)
    {
        using var file = SafetensorsFile.Open(path);
        file.TryGet(Samples, out var entry);
        var (samples, targets) = (new float[entry!.Shape.ElementCount], new long[entry.Shape[0]]);
        file.Read(Samples, samples.AsSpan());
        file.Read(Targets, targets.AsSpan());
        return new ReadSamples(samples, targets, Shape.Create(entry.Shape.AsSpan()[1..]));
    }

    internal static void WriteNumbers(string path, double[] numbers) => SafetensorsFile.Write(
        path, [new SafetensorsEntry(Numbers, ElementType.Float64, [numbers.Length])], _ => MemoryMarshal.AsBytes(numbers.AsSpan()));

    internal static double[] ReadNumbers(string path)
    {
        using var file = SafetensorsFile.Open(path);
        file.TryGet(Numbers, out var entry);
        var numbers = new double[entry!.Shape.ElementCount];
        file.Read(Numbers, numbers.AsSpan());
        return numbers;
    }

    private sealed class ReadSamples(float[] samples, long[] targets, Shape shape) : ISampleSource
    {
        public int Count => targets.Length;

        public Shape SampleShape => shape;

        public void CopySamples(ReadOnlySpan<int> rows, Tensor destination)
        {
            var values = destination.AsSpan<float>();
            var size = shape.ElementCount;
            for (var index = 0; index < rows.Length; index++) samples.AsSpan(rows[index] * size, size).CopyTo(values[(index * size)..]);
        }

        public void CopyTargets(ReadOnlySpan<int> rows, Tensor destination)
        {
            var values = destination.AsSpan<long>();
            for (var index = 0; index < rows.Length; index++) values[index] = targets[rows[index]];
        }
    }
}

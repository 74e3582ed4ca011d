using Tutti.Tensors.Kernels;
using Tutti.Tensors.Random;

namespace Tutti.Tensors.Tests.Kernels;

/// <summary>What every kernel test does: all available sets, lengths around the register width, memory that is not aligned.</summary>
public abstract class KernelTest
{
    private protected static readonly KernelSet<float> Reference = new ReferenceKernels<float>();

    /// <summary>The names of all sets; tests look the set up, since sets are not public.</summary>
    public static IEnumerable<TheoryDataRow<string>> Sets => KernelSelector.Available.Select(set => new TheoryDataRow<string>(set.Name));

    private protected static KernelSet<float> Set(string name) => KernelSelector.Available.Single(set => set.Name == name);

    /// <summary>0, 1, and around one and two registers of the set.</summary>
    private protected static int[] Lengths(string name)
    {
        var width = name == "reference" ? 8 : int.Parse(name, System.Globalization.CultureInfo.InvariantCulture) / 32;
        return [0, 1, width - 1, width, width + 1, 2 * width + 3, 5 * width];
    }

    /// <summary>Numbers that start one element past an aligned address.</summary>
    private protected static Span<float> Unaligned(int length, float low, float high, ulong seed = 1)
    {
        var random = new CounterRandom(seed, RandomPurpose.Synthetic);
        var values = GC.AllocateArray<float>(length + 1, pinned: true);
        foreach (ref var value in values.AsSpan()) value = low + (high - low) * random.NextSingle();
        return values.AsSpan(1);
    }

    private protected static readonly float[] Special =
    [
        0f, -0f, 1f, -1f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue,
        float.Epsilon, -float.Epsilon, 1e-38f, -1e-38f, 88f, 88.7f, 88.8f, -87f, -88f, -100f, -103.9f, -104.5f, 0.625f, -0.625f, 9f, -9f, 20f, -20f,
    ];
}

using Tutti.Tensors.Random;

namespace Tutti.Tensors.Kernels;

/// <summary>
/// Decides which elements are dropped: a pure function of a random stream and the element's number, so that a gradient can ask again.
/// Element i takes word (i / 8) % 4 of the stream's block 8 · (i / 32) + i % 8, in which order eight blocks can be computed side by
/// side. It is dropped if the word's upper 24 bits, as a number in [0, 1), are below the probability.
/// </summary>
internal readonly struct Dropper
{
    /// <summary>Elements whose decisions are made together.</summary>
    internal const int Group = 32;

    /// <summary>Blocks of four words for a group.</summary>
    internal const int Blocks = 8;

    internal Dropper(double probability, in CounterRandom stream)
    {
        Stream = stream;
        Threshold = (uint)Math.Ceiling(probability * (1 << 24));
        Factor = probability < 1 ? 1 / (1 - probability) : 0;
    }

    internal CounterRandom Stream { get; }

    /// <summary>Words whose upper 24 bits are below this drop their element.</summary>
    internal uint Threshold { get; }

    /// <summary>What the others are multiplied by.</summary>
    internal double Factor { get; }

    internal bool IsActive => Threshold > 0;

    internal static void Check(string operation, double probability)
    {
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentException($"{operation}: the dropout probability makes no sense. Got {probability}. Expected 0 ≤ p ≤ 1.");
    }
}

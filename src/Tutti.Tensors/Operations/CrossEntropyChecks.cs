using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Operations;

/// <summary>What is checked before a cross entropy or a likelihood of labels is computed.</summary>
internal static class CrossEntropyChecks
{
    internal static void Run(string name, Tensor logits, [NotNull] Tensor? target, CrossEntropyOptions options)
    {
        ArgumentNullException.ThrowIfNull(target);
        Operand.CheckFloatingPoint(name, logits);
        var shape = logits.Shape;
        if (shape.Rank < 2 || shape[1] == 0)
            throw new ArgumentException(
                $"{name}: no classes to choose from. Got logits {shape}. Expected [N, C] or [N, C, …] with C of at least 1.");
        var isLabels = target.ElementType == ElementType.Int64;
        var expected = isLabels ? Shape.Create([shape[0], .. shape.AsSpan()[2..]]) : shape;
        if (target.Shape != expected)
            throw new ArgumentException(
                $"{name}: the {(isLabels ? "labels" : "target probabilities")} do not fit the logits. " +
                $"Got {target.Shape} for logits {shape}. Expected {expected}.");
        if (!isLabels) Operand.CheckSameType(name, logits, target);
        ElementLosses.CheckNoGradient(name, "target", target);
        CheckOptions(name, logits, options);
    }

    /// <summary>Every label names a class, or is the ignored one.</summary>
    internal static void Labels<T>(string name, CrossEntropyTarget<T> target) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var row = 0; row < target.Labels.Length; row++)
        {
            var label = target.Labels[row];
            if ((ulong)label >= (ulong)target.Classes && label != target.IgnoredLabel)
                throw new ArgumentException(
                    $"{name}: a label names no class. Got label {label} in row {row} for {target.Classes} classes. " +
                    $"Expected 0 to {target.Classes - 1}{(target.IgnoredLabel is { } ignored ? $", or {ignored} to be ignored" : "")}. " +
                    "Check the labels, or the size of the last layer.");
        }
    }

    private static void CheckOptions(string name, Tensor logits, CrossEntropyOptions options)
    {
        if (!(options.LabelSmoothing >= 0 && options.LabelSmoothing <= 1))
            throw new ArgumentException($"{name}: LabelSmoothing is out of range. Got {options.LabelSmoothing}. Expected 0 to 1.");
        if (options.ClassWeights is not { } weights) return;
        Operand.CheckSameType(name, logits, weights);
        if (weights.Shape != [logits.Shape[1]])
            throw new ArgumentException(
                $"{name}: ClassWeights do not fit the classes. Got {weights.Shape}. Expected [{logits.Shape[1]}], one a class.");
        ElementLosses.CheckNoGradient(name, "ClassWeights", weights);
    }
}

using Tutti.Tensors.Random;
using Tutti.Tensors.Storage;

namespace Tutti.Tensors.Tests.Storage;

/// <summary>Nobody disposes anything, and memory stays flat. Not beside other tests: the pool is the process's.</summary>
[Collection(nameof(MemoryCollection))]
public sealed class MemoryTests
{
    private const int Samples = 8, Features = 4, Classes = 4;

    // More blocks than a thread keeps for itself.
    private const int BlockCount = 20, BlockBytes = 5 << 20;

    private readonly Tensor weights, bias, velocity, inputs, labels;

    public MemoryTests()
    {
        var random = new CounterRandom(1, RandomPurpose.Synthetic);
        weights = Tensor.Uniform([Features, Classes], -0.1f, 0.1f, ref random);
        bias = Tensor.Zeros([Classes]);
        velocity = Tensor.Zeros([Features, Classes]);
        inputs = Tensor.Uniform([Samples, Features, 1], -1, 1, ref random);
        labels = Tensor.From([.. Enumerable.Range(0, Samples).Select(i => (long)(i % Classes))], [Samples]);
        weights.RequiresGradient = true;
        bias.RequiresGradient = true;
    }

    [Fact]
    public void TrainingLoop_HundredThousandStepsWithoutUsing_KeepsMemoryFlat()
    {
        for (var step = 0; step < 2_000; step++) Step();
        var afterWarmUp = NativePool.OwnedBytes;
        var last = 0.0;
        for (var step = 0; step < 100_000; step++) last = Step();
        // Each step makes several kilobytes of tensors: kept, they would add up to hundreds of megabytes. The pool asks the collector at 64 MB.
        Assert.InRange(NativePool.OwnedBytes, 0, 2 * Math.Max(afterWarmUp, 64L << 20));
        Assert.True(double.IsFinite(last));
    }

    [Fact]
    public void TrainingLoop_InsideScopes_TakesNoNewMemoryAfterTheFirstSteps()
    {
        for (var step = 0; step < 10; step++)
            using (TensorScope.Begin()) Step();
        var (owned, used) = (NativePool.OwnedBytes, NativePool.BytesInUse);
        for (var step = 0; step < 1_000; step++)
            using (TensorScope.Begin()) Step();
        Assert.Equal(owned, NativePool.OwnedBytes);
        Assert.InRange(NativePool.BytesInUse, 0, used);
    }

    [Fact]
    public void BytesInUse_BlocksThatAnotherThreadKeeps_AreFreeAlsoWhenThatThreadIsGone()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers(); // what earlier tests dropped
        var before = NativePool.BytesInUse;
        long during = 0;

        OnAnotherThread(() => UseInScope(out during));
        Assert.Equal(before, NativePool.BytesInUse);
        Assert.Equal(before + BlockCount * BlockBytes, during);

        var owned = NativePool.OwnedBytes;
        GC.Collect();
        GC.WaitForPendingFinalizers(); // that thread's own blocks go to the common lists
        Assert.InRange(NativePool.BytesInUse, 0, before);
        UseInScope(out _);
        Assert.Equal(owned, NativePool.OwnedBytes);
    }

    private static void UseInScope(out long used)
    {
        using var scope = TensorScope.Begin();
        for (var i = 0; i < BlockCount; i++) Tensor.Zeros([BlockBytes / sizeof(float)]);
        used = NativePool.BytesInUse;
    }

    // Not inlined, so that nothing holds the thread afterwards.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void OnAnotherThread(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(30)));
    }

    // A linear classifier of a few hundred numbers: product by broadcasting, so that many tensors are made.
    private double Step()
    {
        weights.ClearGradient();
        bias.ClearGradient();
        var logits = (inputs * weights).Sum([1]).Tanh() + bias;
        var loss = logits.CrossEntropy(labels);
        loss.Backward();
        ParameterUpdate.Sgd(weights.AsSpan<float>(), weights.Gradient!.AsSpan<float>(), velocity.AsSpan<float>(), new(0.1, 0.9, 0, 0, false, false));
        ParameterUpdate.Sgd(bias.AsSpan<float>(), bias.Gradient!.AsSpan<float>(), [], new(0.1, 0, 0, 0, false, true));
        return loss.ToScalar();
    }
}

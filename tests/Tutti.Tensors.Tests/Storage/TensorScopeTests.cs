using Tutti.Tensors.Storage;

namespace Tutti.Tensors.Tests.Storage;

[Collection(nameof(MemoryCollection))]
public sealed class TensorScopeTests
{
    [Fact]
    public void Dispose_ReleasesWhatWasMadeInside_AndLaterAccessSaysSo()
    {
        Tensor inside;
        using (TensorScope.Begin()) inside = Tensor.Ones([3]);
        var error = Assert.Throws<InvalidOperationException>(() => inside.ToArray<float>());
        Assert.Contains("Keep()", error.Message);
    }

    [Fact]
    public void Keep_LetsATensorOutliveAllScopes()
    {
        Tensor kept;
        using (TensorScope.Begin())
        using (TensorScope.Begin())
            kept = Tensor.Full([3], 2).Keep();
        Assert.Equal([2f, 2f, 2f], kept.ToArray<float>());
    }

    [Fact]
    public void Begin_OnAThreadThatEndsWithoutDispose_LeavesTensorsToWhoeverHoldsThemAndFreesTheRest()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers(); // what earlier tests dropped
        var before = NativePool.BytesInUse;

        var held = MadeOnAnotherThread();
        for (var i = 0; i < 2; i++) // first the thread's list, then what only it held
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.InRange(NativePool.BytesInUse - before, 1 << 20, (1 << 20) + (1 << 10));
        Assert.Equal(7f, held.AsSpan<float>()[^1]);
    }

    // Not inlined, so that nothing else holds thread and tensors.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static Tensor MadeOnAnotherThread()
    {
        Tensor? held = null;
        var thread = new Thread(() =>
        {
            _ = TensorScope.Begin();
            held = Tensor.Full([1 << 18], 7);
            for (var i = 0; i < 10; i++) _ = Tensor.Ones([1 << 18]);
        });
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(30)));
        return held!;
    }

    [Fact]
    public void Dispose_OfAnInnerScope_LeavesTheOuterOnesTensors()
    {
        using var outer = TensorScope.Begin();
        var tensor = Tensor.Ones([2]);
        using (TensorScope.Begin()) _ = Tensor.Ones([2]);
        Assert.Equal([1f, 1f], tensor.ToArray<float>());
    }

    [Fact]
    public void Begin_StepAfterStep_ReusesTheSameMemory()
    {
        long before = 0;
        for (var step = 0; step < 1000; step++)
        {
            using (TensorScope.Begin())
                for (var i = 0; i < 10; i++) _ = Tensor.Allocate([1000 * (i + 1)], ElementType.Float32);
            if (step == 10) before = NativePool.OwnedBytes;
        }
        Assert.Equal(before, NativePool.OwnedBytes);
    }

    [Fact]
    public void Rent_OfSizesThatKeepGrowing_DoesNotHoardTheFormerOnes()
    {
        const long InUse = 128L << 20;
        for (var size = 100_000; size < 2_000_000; size += size / 4)
        {
            using var scope = TensorScope.Begin();
            for (var bytes = 0L; bytes < InUse; bytes += size * sizeof(float)) _ = Tensor.Allocate([size], ElementType.Float32);
        }
        Assert.InRange(NativePool.OwnedBytes, 0, 5 * InUse);
    }

    [Fact]
    public void Rent_WithoutAnyScope_StaysWithinTwiceTheReclaimBound()
    {
        // 20 GB in all; the pool may hold at most its bound and what the collector has not looked at yet.
        for (var i = 0; i < 20_000; i++) _ = Tensor.Allocate([250_000], ElementType.Float32);
        Assert.InRange(NativePool.OwnedBytes, 0, 512L << 20);
    }

    [Fact]
    public void Dispose_Twice_LeavesTheOuterScopeInForce()
    {
        Tensor late;
        using (TensorScope.Begin())
        {
            var inner = TensorScope.Begin();
            inner.Dispose();
            inner.Dispose();
            late = Tensor.Ones([4]);
        }
        Assert.Throws<InvalidOperationException>(() => late.ToArray<float>());
    }

    [Fact]
    public void Dispose_OuterBeforeInner_ReleasesBothOnce()
    {
        var outer = TensorScope.Begin();
        var first = Tensor.Ones([4]);
        var inner = TensorScope.Begin();
        var second = Tensor.Ones([4]);
        outer.Dispose();
        inner.Dispose();
        Assert.Throws<InvalidOperationException>(() => first.ToArray<float>());
        Assert.Throws<InvalidOperationException>(() => second.ToArray<float>());
        var outside = Tensor.Ones([4]);
        using (TensorScope.Begin()) _ = Tensor.Ones([4]);
        Assert.Equal(4, outside.Sum().ToScalar());
    }
}

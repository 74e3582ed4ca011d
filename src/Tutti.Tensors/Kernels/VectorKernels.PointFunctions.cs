using Tutti.Tensors.Kernels.Vector;

namespace Tutti.Tensors.Kernels;

internal sealed partial class VectorKernels<TLanes>
{
    public override void Log(ReadOnlySpan<float> values, Span<float> result) =>
        Elementwise<TLanes>.Map(new Logarithm<TLanes>(), values, result);

    public override void Shift(ReadOnlySpan<float> values, float number, Span<float> result) =>
        Elementwise<TLanes>.Map(new Shifting<TLanes>(number), values, result);

    public override void Sqrt(ReadOnlySpan<float> values, Span<float> result) =>
        Elementwise<TLanes>.Map(new RootPower<TLanes>(), values, result);

    public override void SqrtGradient(ReadOnlySpan<float> output, ReadOnlySpan<float> upstream, Span<float> result) =>
        Elementwise<TLanes>.Map(new SquareRootGradient<TLanes>(), output, upstream, result);

    public override void Abs(ReadOnlySpan<float> values, Span<float> result) =>
        Elementwise<TLanes>.Map(new Magnitude<TLanes>(), values, result);

    public override void AbsGradient(ReadOnlySpan<float> values, ReadOnlySpan<float> upstream, Span<float> result) =>
        Elementwise<TLanes>.Map(new MagnitudeGradient<TLanes>(), values, upstream, result);

    public override void LeakyRelu(ReadOnlySpan<float> values, float slope, Span<float> result) =>
        Elementwise<TLanes>.Map(new LeakyRectifier<TLanes>(slope), values, result);

    public override void LeakyReluGradient(ReadOnlySpan<float> values, ReadOnlySpan<float> upstream, float slope, Span<float> result) =>
        Elementwise<TLanes>.Map(new LeakyRectifierGradient<TLanes>(slope), values, upstream, result);

    public override void Softplus(ReadOnlySpan<float> values, float beta, float threshold, Span<float> result) =>
        Elementwise<TLanes>.Map(new SoftRectifier<TLanes>(beta, threshold), values, result);

    public override void SoftplusGradient(
        ReadOnlySpan<float> values, ReadOnlySpan<float> upstream, float beta, float threshold, Span<float> result) =>
        Elementwise<TLanes>.Map(new SoftRectifierGradient<TLanes>(beta, threshold), values, upstream, result);

    public override void Clamp(ReadOnlySpan<float> values, float low, float high, Span<float> result) =>
        Elementwise<TLanes>.Map(new Clamping<TLanes>(low, high), values, result);

    public override void ClampGradient(
        ReadOnlySpan<float> values, ReadOnlySpan<float> upstream, float low, float high, Span<float> result) =>
        Elementwise<TLanes>.Map(new ClampingGradient<TLanes>(low, high), values, upstream, result);

    // Powers that need no logarithm; the others are left to the reference.
    public override void Pow(ReadOnlySpan<float> values, float exponent, Span<float> result)
    {
        switch (exponent)
        {
            case 0.5f: Elementwise<TLanes>.Map(new RootPower<TLanes>(), values, result); break;
            case 2: Elementwise<TLanes>.Map(new SecondPower<TLanes>(), values, result); break;
            case 3: Elementwise<TLanes>.Map(new ThirdPower<TLanes>(), values, result); break;
            case 4: Elementwise<TLanes>.Map(new FourthPower<TLanes>(), values, result); break;
            case -0.5f: Elementwise<TLanes>.Map(new Reciprocal<TLanes, RootPower<TLanes>>(), values, result); break;
            case -1: Elementwise<TLanes>.Map(new Reciprocal<TLanes, FirstPower<TLanes>>(), values, result); break;
            case -2: Elementwise<TLanes>.Map(new Reciprocal<TLanes, SecondPower<TLanes>>(), values, result); break;
            default: base.Pow(values, exponent, result); break;
        }
    }

    public override void PowGradient(ReadOnlySpan<float> values, ReadOnlySpan<float> upstream, float exponent, Span<float> result)
    {
        switch (exponent)
        {
            case 0.5f: PowGradient<Reciprocal<TLanes, RootPower<TLanes>>>(values, upstream, exponent, result); break;
            case 1.5f: PowGradient<RootPower<TLanes>>(values, upstream, exponent, result); break;
            case 2: PowGradient<FirstPower<TLanes>>(values, upstream, exponent, result); break;
            case 3: PowGradient<SecondPower<TLanes>>(values, upstream, exponent, result); break;
            case 4: PowGradient<ThirdPower<TLanes>>(values, upstream, exponent, result); break;
            case -0.5f: PowGradient<Reciprocal<TLanes, ThreeHalvesPower<TLanes>>>(values, upstream, exponent, result); break;
            case -1: PowGradient<Reciprocal<TLanes, SecondPower<TLanes>>>(values, upstream, exponent, result); break;
            case -2: PowGradient<Reciprocal<TLanes, ThirdPower<TLanes>>>(values, upstream, exponent, result); break;
            default: base.PowGradient(values, upstream, exponent, result); break;
        }
    }

    private static void PowGradient<TPower>(ReadOnlySpan<float> values, ReadOnlySpan<float> upstream, float exponent, Span<float> result)
        where TPower : struct, IUnaryFunction<TLanes> =>
        Elementwise<TLanes>.Map(new PowerGradient<TLanes, TPower>(exponent), values, upstream, result);
}

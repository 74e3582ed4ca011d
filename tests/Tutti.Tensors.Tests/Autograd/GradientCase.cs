namespace Tutti.Tensors.Tests.Autograd;

/// <summary>A function whose gradient is checked, and the primitive whose rule it exercises.</summary>
public sealed record GradientCase(string Primitive, string Title, Func<Tensor[], Tensor> Function, Tensor[] Inputs, double FloatTolerance = 32)
{
    public override string ToString() => $"{Primitive}: {Title}";
}

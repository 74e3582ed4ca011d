namespace Tutti.Tensors.Autograd;

internal static partial class Primitives
{
    internal static readonly Primitive LocalSelect = new("select", node =>
    {
        var (dimension, index) = ((int, int))node.Attributes!;
        var input = node.Inputs[0];
        var gradient = Tensor.Allocate(input.Shape, input.Strides.IsDense(input.Shape) ? input.Strides : Strides.RowMajor(input.Shape), input.ElementType);
        gradient.Bytes().Clear();
        var strides = gradient.Strides.AsSpan();
        var view = new Tensor(gradient.Storage, node.Upstream.Shape, new Strides([.. strides[..dimension], .. strides[(dimension + 1)..]]),
            index * strides[dimension], gradient.ElementType);
        view.CopyFromTensor(node.Upstream);
        node.Give(0, gradient);
    });
}

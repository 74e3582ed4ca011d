namespace Tutti.Tensors.Kernels.Vector;

/// <summary>A number that is a type, so that a kernel is compiled for it.</summary>
internal interface ICount
{
    static abstract int Value { get; }
}

namespace Tutti.Learning.Modules.Specification;

/// <summary>A kind of layer as model files know it.</summary>
/// <param name="Name">The text in the field <c>type</c>, PyTorch's name of the module.</param>
/// <param name="Specification">The record that holds its fields.</param>
internal sealed record LayerType(string Name, Type Specification);

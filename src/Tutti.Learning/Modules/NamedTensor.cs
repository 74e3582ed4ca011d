using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>A tensor of a module with its name.</summary>
/// <param name="Name">The name within the module it was asked of, for instance <c>1.running_mean</c>.</param>
/// <param name="Value">The tensor itself; contiguous. The same for as long as the module lives.</param>
public sealed record NamedTensor(string Name, Tensor Value);

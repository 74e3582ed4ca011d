namespace Tutti.Learning.Modules.Specification;

/// <summary>
/// One layer of a model file: a type and its fields, named as in PyTorch's modules. Every field is written out; unknown ones are refused.
/// The types stand in one file a family, which <see cref="LayerTypes"/> gathers.
/// </summary>
internal abstract record LayerSpecification
{
    /// <summary>Makes the module; its parameters have no values yet.</summary>
    internal abstract Module Build();
}

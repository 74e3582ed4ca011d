using Tutti.Tensors.Autograd.Rules;

namespace Tutti.Tensors.Autograd;

internal static partial class Primitives
{
    internal static readonly Primitive Slice = new("slice", IndexingRules.Slice);
    internal static readonly Primitive Squeeze = new("squeeze", IndexingRules.Squeeze);
    internal static readonly Primitive Concatenate = new("cat", IndexingRules.Concatenate);
    internal static readonly Primitive IndexSelect = new("index_select", IndexingRules.IndexSelect);
    internal static readonly Primitive Gather = new("gather", IndexingRules.Gather);
    internal static readonly Primitive Where = new("where", IndexingRules.Where);
}

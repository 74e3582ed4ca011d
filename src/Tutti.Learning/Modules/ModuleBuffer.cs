using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>A module's own buffer, and what it holds at first.</summary>
internal sealed record ModuleBuffer(string Name, Tensor Value, float InitialValue)
{
    /// <summary>Back to the initial value.</summary>
    internal void Reset()
    {
        if (Value.ElementType == ElementType.Int64) Value.AsSpan<long>().Fill((long)InitialValue);
        else Value.AsSpan<float>().Fill(InitialValue);
    }
}

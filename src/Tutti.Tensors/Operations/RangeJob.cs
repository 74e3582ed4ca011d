using Tutti.Tensors.Storage;

namespace Tutti.Tensors.Operations;

/// <summary>Calls a body of a type that helper threads do not know, at an address.</summary>
internal abstract class RangeJob
{
    public abstract void Run(nint body, int start, int end);
}

/// <summary>Calls bodies of one type.</summary>
internal sealed class RangeJob<TBody> : RangeJob where TBody : struct, IRangeBody, allows ref struct
{
    public static readonly RangeJob<TBody> Instance = new();

    public override void Run(nint body, int start, int end) => Lending.Borrow<TBody>(body).Run(start, end);
}

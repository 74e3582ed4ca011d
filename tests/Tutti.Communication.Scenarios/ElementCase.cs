using System.Numerics;

namespace Tutti.Communication.Scenarios;

/// <summary>Something to be done with every element type.</summary>
internal abstract class ElementCase
{
    protected abstract void Run<T>() where T : unmanaged, INumber<T>;

    internal void RunAll()
    {
        Run<Half>();
        Run<float>();
        Run<double>();
        Run<sbyte>();
        Run<byte>();
        Run<short>();
        Run<ushort>();
        Run<int>();
        Run<uint>();
        Run<long>();
        Run<ulong>();
    }
}

using System.Runtime.InteropServices;

namespace Tutti.Tensors.Storage;

/// <summary>What a part of a thread's <see cref="Workspace"/> is for. Each purpose has memory of its own.</summary>
internal enum WorkspacePurpose
{
    /// <summary>Packed rows of a matrix multiplication's left operand.</summary>
    MatMulLeft,

    /// <summary>Packed columns of its right operand.</summary>
    MatMulRight,

    /// <summary>Results on their way to C.</summary>
    MatMulResult,

    /// <summary>Operands in the form that attention reads, and scores.</summary>
    Attention,
}

/// <summary>
/// Scratch memory of one thread for kernels: native, aligned to 64 bytes, kept between calls, so that a kernel allocates nothing once
/// it has run at its largest size. Freed when the thread is gone and the garbage collector notices.
/// </summary>
internal sealed unsafe class Workspace
{
    private const nuint Alignment = 64;

    [ThreadStatic]
    private static Workspace? current;

    private readonly void*[] blocks = new void*[Enum.GetValues<WorkspacePurpose>().Length];
    private readonly nuint[] capacities = new nuint[Enum.GetValues<WorkspacePurpose>().Length];

    private Workspace() { }

    ~Workspace()
    {
        foreach (var block in blocks) NativeMemory.AlignedFree(block);
    }

    /// <summary>
    /// Memory for <paramref name="count"/> floats with arbitrary contents. It stays valid on this thread until the same purpose is asked
    /// for again.
    /// </summary>
    internal static float* Floats(WorkspacePurpose purpose, int count) =>
        (float*)(current ??= new Workspace()).Reserve((int)purpose, (nuint)count * sizeof(float));

    private void* Reserve(int purpose, nuint bytes)
    {
        if (capacities[purpose] < bytes)
        {
            NativeMemory.AlignedFree(blocks[purpose]);
            blocks[purpose] = null;
            capacities[purpose] = 0;
            blocks[purpose] = NativeMemory.AlignedAlloc(bytes, Alignment);
            capacities[purpose] = bytes;
        }
        return blocks[purpose];
    }
}

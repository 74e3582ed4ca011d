using System.Runtime.InteropServices;
using Tutti.Communication.Collectives;

namespace Tutti.Communication.Transports.Mpi;

/// <summary>
/// What C programs get from <c>mpi.h</c>, as far as it is used here. Handles are addresses in Open MPI and 32-bit integers in MPICH; both
/// travel in a register of the width of a pointer, so one set of signatures serves both.
/// </summary>
internal sealed record MpiConstants
{
    internal required nint World { get; init; }

    /// <summary>Of bytes that mean nothing to MPI: they can be sent, but not reduced.</summary>
    internal required nint Byte { get; init; }

    /// <summary>Of numbers from 0 to 255.</summary>
    internal required nint UnsignedByte { get; init; }

    internal required nint Int { get; init; }

    internal required nint Long { get; init; }

    internal required nint Float { get; init; }

    internal required nint Double { get; init; }

    internal required nint Sum { get; init; }

    internal required nint Min { get; init; }

    internal required nint Max { get; init; }

    internal required nint Product { get; init; }

    internal required nint ErrorsReturn { get; init; }

    internal required nint InfoNull { get; init; }

    internal required nint InPlace { get; init; }

    internal required int AnySource { get; init; }

    /// <summary>The kind of communicator whose ranks share a machine.</summary>
    internal required int Shared { get; init; }

    /// <summary>Where a status holds the sender's rank, in bytes.</summary>
    internal required int StatusSource { get; init; }

    /// <summary>The handle of an element type.</summary>
    /// <exception cref="NotSupportedException">None is known.</exception>
    internal nint Of(ElementKind element) => element switch
    {
        ElementKind.Byte => UnsignedByte,
        ElementKind.Int => Int,
        ElementKind.Long => Long,
        ElementKind.Float => Float,
        ElementKind.Double => Double,
        _ => throw new NotSupportedException(
            $"MPI all-reduce: the element type is not known to MPI here. Got {element}. Expected Float, Double, Int, Long or Byte. " +
            "Use the fixed tree."),
    };

    /// <summary>The handle of a reduction.</summary>
    /// <exception cref="NotSupportedException">None is known.</exception>
    internal nint Of(ReductionKind reduction) => reduction switch
    {
        ReductionKind.Sum => Sum,
        ReductionKind.Min => Min,
        ReductionKind.Max => Max,
        ReductionKind.Product => Product,
        _ => throw new NotSupportedException(
            $"MPI all-reduce: the reduction is not known to MPI here. Got {reduction}. Expected Sum, Min, Max or Product. " +
            "Use the fixed tree."),
    };

    /// <summary>Handles are the addresses of exported objects.</summary>
    internal static MpiConstants OfOpenMpi(nint library) => new()
    {
        World = NativeLibrary.GetExport(library, "ompi_mpi_comm_world"),
        Byte = NativeLibrary.GetExport(library, "ompi_mpi_byte"),
        UnsignedByte = NativeLibrary.GetExport(library, "ompi_mpi_uint8_t"),
        Int = NativeLibrary.GetExport(library, "ompi_mpi_int"),
        Long = NativeLibrary.GetExport(library, "ompi_mpi_int64_t"),
        Float = NativeLibrary.GetExport(library, "ompi_mpi_float"),
        Double = NativeLibrary.GetExport(library, "ompi_mpi_double"),
        Sum = NativeLibrary.GetExport(library, "ompi_mpi_op_sum"),
        Min = NativeLibrary.GetExport(library, "ompi_mpi_op_min"),
        Max = NativeLibrary.GetExport(library, "ompi_mpi_op_max"),
        Product = NativeLibrary.GetExport(library, "ompi_mpi_op_prod"),
        ErrorsReturn = NativeLibrary.GetExport(library, "ompi_mpi_errors_return"),
        InfoNull = NativeLibrary.GetExport(library, "ompi_mpi_info_null"),
        InPlace = 1,
        AnySource = -1,
        Shared = 0,
        StatusSource = 0,
    };

    /// <summary>Handles are numbers, the same in every library of the MPICH ABI.</summary>
    internal static MpiConstants OfMpich() => new()
    {
        World = 0x44000000,
        Byte = 0x4c00010d,
        UnsignedByte = 0x4c00013b,
        Int = 0x4c000405,
        Long = 0x4c00083a,
        Float = 0x4c00040a,
        Double = 0x4c00080b,
        Sum = 0x58000003,
        Min = 0x58000002,
        Max = 0x58000001,
        Product = 0x58000004,
        ErrorsReturn = 0x54000001,
        InfoNull = 0x1c000000,
        InPlace = -1,
        AnySource = -2,
        Shared = 1,
        StatusSource = 8,
    };
}

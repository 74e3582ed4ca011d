namespace Tutti.Learning.Checkpoints;

/// <summary>How a safetensors file stores the elements of a tensor.</summary>
public enum SafetensorsStorage
{
    /// <summary>32-bit floating point, <c>F32</c>.</summary>
    Float32,

    /// <summary>64-bit floating point, <c>F64</c>.</summary>
    Float64,

    /// <summary>16-bit floating point (IEEE 754), <c>F16</c>; read as Float32, exactly.</summary>
    Float16,

    /// <summary>The upper 16 bits of a 32-bit floating-point number, <c>BF16</c>; read as Float32, exactly.</summary>
    BFloat16,

    /// <summary>64-bit whole numbers, <c>I64</c>.</summary>
    Int64,

    /// <summary>32-bit whole numbers, <c>I32</c>; read as Int64.</summary>
    Int32,

    /// <summary>16-bit whole numbers, <c>I16</c>; read as Int64.</summary>
    Int16,

    /// <summary>8-bit whole numbers, <c>I8</c>; read as Int64.</summary>
    Int8,

    /// <summary>8-bit whole numbers without sign, <c>U8</c>; read as Int64.</summary>
    UInt8,

    /// <summary>A byte for false or true, <c>BOOL</c>; read as Int64, 0 or 1.</summary>
    Boolean,
}

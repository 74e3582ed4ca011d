using Tutti.Storage.Files;

namespace Tutti.Learning.Data.Sources.Arrays;

/// <summary>
/// Reads and writes NumPy's <c>.npy</c> files (NumPy enhancement proposal 1, versions 1 to 3): numbers and booleans, little- or big-endian,
/// C or Fortran order. Memory grows with what a file really holds, whatever its header says. Nothing in a file is executed: pickled objects
/// are refused.
/// </summary>
public static class NpyFile
{
    /// <summary>Reads an array.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The array, row-major.</returns>
    /// <exception cref="InvalidDataException">
    /// The file is no <c>.npy</c> file, truncated, longer than its header says, or holds what is no number: texts, complex numbers,
    /// records, objects, or more than 8 dimensions or 2³¹ − 1 numbers.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NumericArray Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        return NpyFormat.Read(file, file.Length, $"'{path}'");
    }

    /// <summary>Writes an array in version 1, C order, little-endian; the previous file survives whatever goes wrong.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="array">The array.</param>
    /// <exception cref="IOException">The file could not be written; the previous one is unchanged.</exception>
    public static void Write(string path, NumericArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        AtomicFile.Write(path, stream => NpyFormat.Write(stream, array));
    }
}

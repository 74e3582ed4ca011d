using System.Text.RegularExpressions;
using Tutti.Storage.Files;

namespace Tutti.Learning.Data.Sources.Arrays;

/// <summary>
/// Reads and writes MATLAB's MAT-files of level 5 ("MAT-File Format", The MathWorks, 2019, chapter 1), which MATLAB saves with <c>-v6</c>
/// and
/// <c>-v7</c> and SciPy with <c>savemat</c>: real arrays of numbers, logical arrays and text, compressed or not. Memory grows with what a
/// file really holds, whatever it declares.
/// </summary>
public static partial class MatFile
{
    /// <summary>Reads variables.</summary>
    /// <param name="path">The file, little- or big-endian.</param>
    /// <param name="names">The variables to read; the others are not looked at. Default: all.</param>
    /// <returns>The variables, in the file's order. Arrays have at least two dimensions, as everything in MATLAB.</returns>
    /// <exception cref="ArgumentException">The file has no variable of a given name.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is of another level (7.3 is HDF5), broken, truncated, or a variable is complex, sparse, a structure, a cell array, an
    /// object or a function: the message names it.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<MatVariable> Read(string path, IReadOnlyCollection<string>? names = null)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        var found = new MatReader(file, path).ReadAll(names);
        if (names?.FirstOrDefault(name => found.All(variable => variable.Name != name)) is { } missing)
            throw new ArgumentException(
                $"MatFile: '{path}' has no such variable. Got '{missing}'. {NearestName.Suggest(missing, Names(path))}", nameof(names));
        return found;
    }

    /// <summary>The names of all variables, whatever they are; nothing else of them is read.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The names, in the file's order.</returns>
    /// <exception cref="InvalidDataException">The file is of another level, broken or truncated.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<string> Names(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        return new MatReader(file, path).ReadNames();
    }

    /// <summary>
    /// Writes variables; the previous file survives whatever goes wrong. The same arguments give the same bytes. A vector becomes one row,
    /// a single number 1 × 1, as with SciPy; <see cref="Half"/> becomes single.
    /// </summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="variables">The variables, in the order in which they are written.</param>
    /// <param name="compress">Whether to compress them, as MATLAB's <c>-v7</c> does. Default: true.</param>
    /// <exception cref="ArgumentException">
    /// A name occurs twice or is no MATLAB name (a letter, then letters, digits and underscores, at most 63), or a variable has 2 GB or
    /// more; nothing was replaced.
    /// </exception>
    /// <exception cref="IOException">The file could not be written; the previous one is unchanged.</exception>
    public static void Write(string path, IReadOnlyList<MatVariable> variables, bool compress = true)
    {
        ArgumentNullException.ThrowIfNull(variables);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var variable in variables)
        {
            if (!MatlabName().IsMatch(variable.Name))
                throw new ArgumentException(
                    $"MatFile: an impossible name. Got '{variable.Name}'. " +
                    "Expected a letter, then letters, digits and underscores, at most 63 in all.", nameof(variables));
            if (!names.Add(variable.Name))
                throw new ArgumentException(
                    $"MatFile: a name occurs twice. Got '{variable.Name}'. Expected each variable to have its own " +
                    "name.", nameof(variables));
        }
        AtomicFile.Write(path, stream => MatWriter.Write(stream, variables, compress));
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_]{0,62}\z")]
    private static partial Regex MatlabName();
}

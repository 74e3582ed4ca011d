namespace Tutti.Learning.Data.Sources.Arrays;

/// <summary>A variable of a MATLAB file: an array of numbers, or rows of text.</summary>
public sealed class MatVariable
{
    private readonly NumericArray? array;
    private readonly IReadOnlyList<string>? text;

    private MatVariable(string name, NumericArray? array, IReadOnlyList<string>? text)
    {
        Name = name;
        this.array = array;
        this.text = text;
    }

    /// <summary>The variable's name.</summary>
    public string Name { get; }

    /// <summary>Whether it is text, MATLAB's class <c>char</c>.</summary>
    public bool IsText => text is not null;

    /// <summary>The numbers.</summary>
    /// <exception cref="InvalidOperationException">The variable is text.</exception>
    public NumericArray Array => array ?? throw new InvalidOperationException(
        $"MatVariable: '{Name}' is text. Got a request for numbers. Expected one for Text.");

    /// <summary>The rows of text, each as long as the others; MATLAB's <c>''</c> has none.</summary>
    /// <exception cref="InvalidOperationException">The variable is an array of numbers.</exception>
    public IReadOnlyList<string> Text => text ?? throw new InvalidOperationException(
        $"MatVariable: '{Name}' is an array of numbers. Got a request for text. Expected one for Array.");

    /// <summary>Makes a variable of numbers.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="array">The numbers.</param>
    /// <returns>The variable.</returns>
    public static MatVariable Of(string name, NumericArray array)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(array);
        return new MatVariable(name, array, null);
    }

    /// <summary>Makes a variable of text.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="rows">The rows, each as long as the others.</param>
    /// <returns>The variable.</returns>
    /// <exception cref="ArgumentException">The rows differ in length.</exception>
    public static MatVariable Of(string name, params string[] rows)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.FirstOrDefault(row => row.Length != rows[0].Length) is { } other)
            throw new ArgumentException(
                $"MatVariable: the rows of '{name}' differ in length. Got {rows[0].Length} and {other.Length} characters. " +
                "Expected equal lengths. Pad them with spaces.", nameof(rows));
        return new MatVariable(name, null, [.. rows]);
    }
}

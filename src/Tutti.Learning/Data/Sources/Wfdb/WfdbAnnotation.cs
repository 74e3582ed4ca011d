namespace Tutti.Learning.Data.Sources.Wfdb;

/// <summary>A mark in a recording, such as a heartbeat.</summary>
/// <param name="Sample">When: the number of the sample.</param>
/// <param name="Code">What: 0 to 49; see <see cref="Symbol"/>.</param>
/// <param name="Subtype">A number whose meaning depends on the code; 0 where the file has none.</param>
/// <param name="Channel">The signal concerned; 0 where the file has none. It holds until the file gives another one.</param>
/// <param name="Number">A number that the annotator chose; 0 where the file has none. It holds until the file gives another one.</param>
/// <param name="Text">A text, for instance the rhythm <c>(AFIB</c>; null where the file has none.</param>
public sealed record WfdbAnnotation(long Sample, int Code, int Subtype, int Channel, int Number, string? Text)
{
    // PhysioNet's "Annotation codes"; the index is the code. Those without a symbol are not assigned.
    private static readonly string[] Symbols =
    [
        " ", "N", "L", "R", "a", "V", "F", "J", "A", "S", "E", "j", "/", "Q", "~", "", "|", "", "s", "T", "*", "D", "\"", "=", "p", "B",
        "^", "t", "+", "u", "?", "!", "[", "]", "e", "n", "@", "x", "f", "(", ")", "r",
    ];

    // Codes of beats: the first table of "Annotation codes". A flutter wave (!) and a P wave that was not conducted (x) are none.
    private static readonly HashSet<int> Beats = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 25, 30, 34, 35, 38, 41];

    /// <summary>The code as PhysioNet writes it: <c>N</c> a normal beat, <c>V</c> a ventricular premature beat, <c>+</c> a change of rhythm
    /// …
    /// <c>[16]</c> for a code that has no symbol.</summary>
    public string Symbol => Code < Symbols.Length && Symbols[Code].Length > 0 ? Symbols[Code] : $"[{Code}]";

    /// <summary>Whether it marks a heartbeat.</summary>
    public bool IsBeat => Beats.Contains(Code);
}

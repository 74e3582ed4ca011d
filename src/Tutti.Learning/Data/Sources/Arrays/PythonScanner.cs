using System.Globalization;
using Tutti.Tensors;

namespace Tutti.Learning.Data.Sources.Arrays;

/// <summary>Reads the few Python literals that headers of <c>.npy</c> files consist of.</summary>
internal sealed class PythonScanner(string text, string where)
{
    private int position;

    public bool TryTake(char expected)
    {
        SkipSpace();
        if (position >= text.Length || text[position] != expected) return false;
        position++;
        return true;
    }

    public void Expect(char expected)
    {
        if (!TryTake(expected)) throw Broken(Excerpt(), $"'{expected}'");
    }

    public void ExpectEnd()
    {
        SkipSpace();
        if (position < text.Length) throw Broken(Excerpt(), "the end of the header");
    }

    public string ReadText()
    {
        SkipSpace();
        if (position >= text.Length || text[position] is not ('\'' or '"')) throw Broken(Excerpt(), "a text in quotes");
        var end = text.IndexOf(text[position], position + 1);
        if (end < 0) throw Broken(Excerpt(), "the end of a text");
        var found = text[(position + 1)..end];
        position = end + 1;
        return found;
    }

    /// <summary>A text; where there is a list instead, the error says what that means.</summary>
    public string ReadTextOrRefuse(string listMeaning)
    {
        SkipSpace();
        if (position < text.Length && text[position] is ('[' or '('))
            throw new InvalidDataException(
                $"NpyFile: {where} holds a type that is not supported. Got {listMeaning}. Expected one type for all numbers. " +
                "Save each field as an array of its own.");
        return ReadText();
    }

    public bool ReadFlag() => TryWord("True") || (TryWord("False") ? false : throw Broken(Excerpt(), "True or False"));

    public Shape ReadShape()
    {
        Expect('(');
        var sizes = new List<int>();
        while (!TryTake(')'))
        {
            sizes.Add(ReadSize());
            // Python 2 wrote long integers with an L.
            TryTake('L');
            if (TryTake(',')) continue;
            Expect(')');
            break;
        }
        try
        {
            return Shape.Create(sizes.ToArray());
        }
        catch (ArgumentException cause)
        {
            throw new InvalidDataException($"NpyFile: the header of {where} has an impossible shape. {cause.Message}", cause);
        }
    }

    public InvalidDataException Broken(string found, string expected) => new(
        $"NpyFile: the header of {where} is broken at character {position}. Got {found}. Expected {expected}. Get the file again.");

    private int ReadSize()
    {
        SkipSpace();
        var end = position;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        if (!int.TryParse(text.AsSpan(position, end - position), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            throw Broken(Excerpt(), $"a size of 0 to {int.MaxValue}");
        position = end;
        return size;
    }

    private bool TryWord(string word)
    {
        SkipSpace();
        if (string.CompareOrdinal(text, position, word, 0, word.Length) != 0) return false;
        position += word.Length;
        return true;
    }

    private void SkipSpace()
    {
        while (position < text.Length && text[position] is (' ' or '\n' or '\t' or '\r')) position++;
    }

    private string Excerpt() => position >= text.Length ? "the end" : $"'{text.AsSpan(position, Math.Min(20, text.Length - position))}'";
}

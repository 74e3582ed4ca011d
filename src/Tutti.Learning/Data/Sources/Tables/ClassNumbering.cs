using System.Globalization;
using System.Text;

namespace Tutti.Learning.Data.Sources.Tables;

/// <summary>Numbers the texts of labels as they come, and puts the numbers into the wanted order at the end.</summary>
internal sealed class ClassNumbering
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly List<int> labels = [];

    public ClassNumbering() => lookup = numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    public void Add(ReadOnlySpan<byte> label)
    {
        const int stackChars = 256;
        var text = label.Length <= stackChars ? stackalloc char[stackChars] : new char[label.Length];
        text = text[..Encoding.UTF8.GetChars(label, text)];
        if (!lookup.TryGetValue(text, out var number))
        {
            number = numbers.Count;
            numbers.Add(text.ToString(), number);
        }
        labels.Add(number);
    }

    /// <summary>The classes in their final order, and each row's class.</summary>
    public (int[] Labels, string[] ClassNames) Finish(ClassOrder order)
    {
        var names = numbers.OrderBy(pair => pair.Value).Select(pair => pair.Key).ToArray();
        if (order == ClassOrder.Appearance) return ([.. labels], names);
        var sorted = Sort(names);
        var newNumbers = new int[names.Length];
        for (var number = 0; number < sorted.Length; number++) newNumbers[numbers[sorted[number]]] = number;
        return ([.. labels.Select(label => newNumbers[label])], sorted);
    }

    private static string[] Sort(string[] names)
    {
        var values = new double[names.Length];
        for (var i = 0; i < names.Length; i++)
            if (!double.TryParse(names[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) || double.IsNaN(values[i]))
                return [.. names.Order(StringComparer.Ordinal)];
        var byValue = names.Zip(values).OrderBy(pair => pair.Second).ThenBy(pair => pair.First, StringComparer.Ordinal);
        return [.. byValue.Select(pair => pair.First)];
    }
}

using System.Globalization;

namespace Tutti.Communication.Rendezvous;

/// <summary>Slurm's lists of nodes, such as <c>gpu[01-03,7],login,r[1-2]n[1-4]x</c>.</summary>
internal static class SlurmNodes
{
    private const int Most = 1 << 16;

    /// <summary>The first name of the list; null if it is no list.</summary>
    internal static string? First(string list) => Expand(list) is { Count: > 0 } names ? names[0] : null;

    /// <summary>All names in order; null if it is no list, or longer than any cluster.</summary>
    internal static List<string>? Expand(string list)
    {
        var names = new List<string>();
        var rest = list.AsSpan();
        while (true)
        {
            var end = EndOfItem(rest);
            if (end <= 0 || !ExpandItem(rest[..end], names)) return null;
            if (end == rest.Length) return names;
            rest = rest[(end + 1)..];
        }
    }

    // Commas within brackets belong to the item.
    private static int EndOfItem(ReadOnlySpan<char> rest)
    {
        var depth = 0;
        for (var index = 0; index < rest.Length; index++)
        {
            if (rest[index] == '[') depth++;
            else if (rest[index] == ']') depth--;
            else if (rest[index] == ',' && depth == 0) return index;
        }

        return rest.Length;
    }

    private static bool ExpandItem(ReadOnlySpan<char> item, List<string> names)
    {
        List<string> partial = [""];
        while (item.Length > 0)
        {
            var open = item.IndexOf('[');
            var literal = (open < 0 ? item : item[..open]).ToString();
            if (literal.Contains(']')) return false;
            for (var index = 0; index < partial.Count; index++) partial[index] += literal;
            if (open < 0) break;
            var close = item.IndexOf(']');
            if (close < open || Numbers(item[(open + 1)..close]) is not { } numbers || (long)numbers.Count * partial.Count > Most)
                return false;
            partial = [.. partial.SelectMany(_ => numbers, (name, number) => name + number)];
            item = item[(close + 1)..];
        }

        names.AddRange(partial);
        return names.Count <= Most;
    }

    private static List<string>? Numbers(ReadOnlySpan<char> ranges)
    {
        var numbers = new List<string>();
        foreach (var part in ranges.Split(','))
        {
            var range = ranges[part];
            var dash = range.IndexOf('-');
            var first = dash < 0 ? range : range[..dash];
            if (!TryParse(first, out var from) || !TryParse(dash < 0 ? range : range[(dash + 1)..], out var to) || to < from
                || to - from >= Most) return null;
            for (var number = from; number <= to; number++) numbers.Add(number.ToString("D" + first.Length, CultureInfo.InvariantCulture));
        }

        return numbers;
    }

    private static bool TryParse(ReadOnlySpan<char> digits, out int value) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}

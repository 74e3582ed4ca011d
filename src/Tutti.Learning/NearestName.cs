namespace Tutti.Learning;

/// <summary>Finds what somebody probably meant, for messages about unknown names.</summary>
public static class NearestName
{
    /// <summary>
    /// The allowed name that takes the fewest insertions, deletions, substitutions and swaps of neighbours (Levenshtein's distance with
    /// swaps, "optimal string alignment"), regardless of case.
    /// </summary>
    /// <param name="given">What was given.</param>
    /// <param name="allowed">The valid names.</param>
    /// <returns>
    /// The nearest name, the first of equally near ones; null if none is near: more than a third of the longer name, or more than half of
    /// it where one name starts with the other, would have to change.
    /// </returns>
    public static string? Of(string given, IEnumerable<string> allowed)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(allowed);
        string? nearest = null;
        var least = int.MaxValue;
        foreach (var name in allowed)
        {
            var distance = Distance(given.ToLowerInvariant(), name.ToLowerInvariant());
            if (distance >= least || distance > Tolerance(given, name)) continue;
            (nearest, least) = (name, distance);
        }
        return nearest;
    }

    /// <summary>The end of a message: <c>Did you mean 'mnist'? Expected one of a, b, c.</c></summary>
    /// <param name="given">What was given.</param>
    /// <param name="allowed">The valid names.</param>
    /// <returns>One or two sentences.</returns>
    public static string Suggest(string given, IReadOnlyCollection<string> allowed)
    {
        var list = $"Expected one of {string.Join(", ", allowed)}.";
        return Of(given, allowed) is { } nearest ? $"Did you mean '{nearest}'? {list}" : list;
    }

    private static int Tolerance(string given, string name)
    {
        var longer = Math.Max(given.Length, name.Length);
        var isPrefix = given.Length > 0
            && (name.StartsWith(given, StringComparison.OrdinalIgnoreCase) || given.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        return isPrefix ? longer / 2 : Math.Max(1, longer / 3);
    }

    private static int Distance(string left, string right)
    {
        // distance[i, j]: between the first i letters of `left` and the first j of `right`.
        var distance = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++) distance[i, 0] = i;
        for (var j = 0; j <= right.Length; j++) distance[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var substituted = distance[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                var least = Math.Min(substituted, Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1);
                var isSwapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
                distance[i, j] = isSwapped ? Math.Min(least, distance[i - 2, j - 2] + 1) : least;
            }
        }
        return distance[left.Length, right.Length];
    }
}

namespace Tutti.Communication.Scenarios;

/// <summary>The fixed tree as docs/ALGORITHMS.md writes it, one element at a time.</summary>
internal static class NaiveTree
{
    internal static T[] Of<T>(T[][] leaves, Func<T, T, T> combine)
    {
        var result = new T[leaves[0].Length];
        for (var i = 0; i < result.Length; i++) result[i] = Node(leaves, 0, leaves.Length, i, combine);
        return result;
    }

    private static T Node<T>(T[][] leaves, int first, int count, int element, Func<T, T, T> combine)
    {
        if (count == 1) return leaves[first][element];
        var k = 1;
        while (2 * k < count) k *= 2;
        return combine(Node(leaves, first, k, element, combine), Node(leaves, first + k, count - k, element, combine));
    }
}

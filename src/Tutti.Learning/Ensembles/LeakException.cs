namespace Tutti.Learning.Ensembles;

/// <summary>Something was to learn from predictions of rows that the predicting model had itself learned from.</summary>
public sealed class LeakException : InvalidOperationException
{
    /// <summary>Makes it.</summary>
    /// <param name="message">What leaks.</param>
    /// <param name="seenRows">The members that had seen rows, with how many.</param>
    public LeakException(string message, IReadOnlyDictionary<string, int> seenRows) : base(message) => SeenRows = seenRows;

    /// <summary>The members that had seen rows which they were asked to predict, each with how many; at least one.</summary>
    public IReadOnlyDictionary<string, int> SeenRows { get; }
}

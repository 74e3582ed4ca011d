namespace Tutti.Storage.Journals.Files;

/// <summary>What a journal holds.</summary>
/// <typeparam name="T">The records' type.</typeparam>
/// <param name="Records">All whole records, in the order in which they were appended.</param>
/// <param name="TornBytes">
/// The length of a torn last record, which is left out: an append in progress, or one that was interrupted and never acknowledged.
/// 0 if the journal ends with a whole record.
/// </param>
public sealed record JournalContent<T>(IReadOnlyList<T> Records, long TornBytes);

namespace Tutti.Learning.Data.Sources.Wfdb;

/// <summary>One of the records that a record of several segments consists of, one after the other.</summary>
/// <param name="Name">The segment's own record, in the same folder; null for a gap in which nothing was recorded.</param>
/// <param name="SampleCount">How many frames it lasts.</param>
public sealed record WfdbSegment(string? Name, long SampleCount);

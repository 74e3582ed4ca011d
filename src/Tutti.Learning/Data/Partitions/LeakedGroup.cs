namespace Tutti.Learning.Data.Partitions;

/// <summary>A group, for instance a patient, whose rows are in more than one part.</summary>
/// <param name="Group">The group's number.</param>
/// <param name="Parts">The parts that have rows of it, ascending.</param>
public sealed record LeakedGroup(long Group, IReadOnlyList<int> Parts);

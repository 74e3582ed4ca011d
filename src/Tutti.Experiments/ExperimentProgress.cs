namespace Tutti.Experiments;

/// <summary>How far an experiment is.</summary>
/// <param name="Done">Parts that are done.</param>
/// <param name="Total">Parts there are, at least 1; they may take different times.</param>
/// <param name="Message">What is going on now, or was found.</param>
public sealed record ExperimentProgress(int Done, int Total, string Message);

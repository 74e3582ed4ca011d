namespace Tutti.Learning.Schedules;

/// <summary>Where a <see cref="ReduceOnPlateau"/> stands: for checkpoints.</summary>
/// <param name="Rate">The rate.</param>
/// <param name="Best">The best metric so far; null before the first.</param>
/// <param name="BadCount">Reports in a row that were no better.</param>
/// <param name="CooldownLeft">Reports that will not count as bad.</param>
public sealed record ReduceOnPlateauState(double Rate, double? Best, int BadCount, int CooldownLeft);

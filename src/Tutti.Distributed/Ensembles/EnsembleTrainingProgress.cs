namespace Tutti.Distributed.Ensembles;

/// <summary>A member's training has come further.</summary>
/// <param name="Member">Which member.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Stage">How far it is.</param>
public readonly record struct EnsembleTrainingProgress(int Member, string Name, MemberStage Stage);

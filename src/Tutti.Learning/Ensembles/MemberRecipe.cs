namespace Tutti.Learning.Ensembles;

/// <summary>A member that is to be trained.</summary>
/// <param name="Name">What reports and messages call it; unique in the ensemble.</param>
/// <param name="Recipe">How its models are made.</param>
public sealed record MemberRecipe(string Name, ClassifierRecipe Recipe);

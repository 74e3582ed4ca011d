namespace Tutti.Learning.Ensembles;

/// <summary>One model to be fitted, and what it is then asked: whoever is free does it, and the bits do not depend on who that is.</summary>
/// <param name="Member">The member's name.</param>
/// <param name="Recipe">How the model is made.</param>
/// <param name="Rows">The rows that it learns from, in this order; repeated ones count twice.</param>
/// <param name="Seed">Decides whatever is random in the recipe.</param>
public sealed record MemberTask(string Member, ClassifierRecipe Recipe, IReadOnlyList<int> Rows, ulong Seed)
{
    /// <summary>The rows that the model then predicts. Default: none.</summary>
    public IReadOnlyList<int> PredictedRows { get; init; } = [];

    /// <summary>Whether the model itself is wanted; else its predictions alone. Default: no.</summary>
    public bool KeepsModel { get; init; }
}

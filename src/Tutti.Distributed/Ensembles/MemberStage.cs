namespace Tutti.Distributed.Ensembles;

/// <summary>How far a member's training is.</summary>
public enum MemberStage
{
    /// <summary>A worker has begun it.</summary>
    Training,

    /// <summary>It is saved.</summary>
    Saved,

    /// <summary>It was saved before, from the same inputs, and is not trained again.</summary>
    Kept,
}

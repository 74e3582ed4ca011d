namespace Tutti.Learning.Ensembles;

/// <summary>What becomes of rows to learn from that have a copy among the rows that the model is to predict.</summary>
public enum DuplicateRows
{
    /// <summary>The model does not learn from them, so that what it predicts is new to it.</summary>
    LeaveOut,

    /// <summary>An error says how many there are.</summary>
    Refuse,
}

namespace Tutti.Learning.Schedules;

/// <summary>Which metrics are better.</summary>
public enum PlateauMode
{
    /// <summary>Smaller ones, such as losses.</summary>
    Minimize,

    /// <summary>Larger ones, such as accuracies.</summary>
    Maximize,
}

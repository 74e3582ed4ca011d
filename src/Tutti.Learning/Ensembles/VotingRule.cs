namespace Tutti.Learning.Ensembles;

/// <summary>What members give to a vote.</summary>
public enum VotingRule
{
    /// <summary>Their probabilities, whose weighted mean is taken.</summary>
    Soft,

    /// <summary>Their weight for the class they find the most likely, the lowest number among equals.</summary>
    Hard,
}

namespace Tutti.Learning.Data.Transforms;

/// <summary>What a <see cref="MinMaxScaler"/> scales to.</summary>
public sealed record MinMaxScalerOptions
{
    /// <summary>What the least training value of each column becomes. Default: 0.</summary>
    public double Minimum { get; init; }

    /// <summary>What the greatest training value of each column becomes; greater than <see cref="Minimum"/>. Default: 1.</summary>
    public double Maximum { get; init; } = 1;

    /// <summary>Whether values outside the training range are cut to the bounds. Default: false, they lie outside them.</summary>
    public bool Clip { get; init; }

    internal IEnumerable<string> Validate()
    {
        if (!(double.IsFinite(Minimum) && double.IsFinite(Maximum) && Minimum < Maximum))
            yield return $"MinMaxScaler: an impossible range. Got {Minimum} to {Maximum}. Expected finite bounds, the second one greater.";
    }
}

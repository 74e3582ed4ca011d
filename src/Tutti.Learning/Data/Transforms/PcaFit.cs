namespace Tutti.Learning.Data.Transforms;

/// <summary>What principal component analysis found.</summary>
internal sealed record PcaFit(
    double[] Components, double[] Means, double[] Variances, double[] Ratios, double[] SingularValues, double NoiseVariance)
{
    public static PcaFit None { get; } = new([], [], [], [], [], 0);
}

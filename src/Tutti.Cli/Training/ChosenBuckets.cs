namespace Tutti.Cli.Training;

/// <summary>How gradients were summed, and how well its step was predicted.</summary>
/// <param name="Bytes">The size of buckets; null: everything at once.</param>
/// <param name="DirectBytes">Up to where sums went all to all.</param>
/// <param name="PredictedSeconds">A step, by the model; null where nothing was to choose.</param>
/// <param name="MeasuredSeconds">The median of the steps after the choice; null without any.</param>
internal sealed record ChosenBuckets(int? Bytes, int DirectBytes, double? PredictedSeconds, double? MeasuredSeconds);

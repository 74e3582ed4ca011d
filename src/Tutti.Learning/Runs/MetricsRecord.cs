using System.Text.Json.Serialization;

namespace Tutti.Learning.Runs;

/// <summary>A line of <c>metrics.jsonl</c>.</summary>
/// <param name="Time">When it was measured, in UTC.</param>
/// <param name="Epoch">The epoch, from 0.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(StepMetrics), "step")]
[JsonDerivedType(typeof(EpochMetrics), "epoch")]
[JsonDerivedType(typeof(ResumedMetrics), "resumed")]
[JsonDerivedType(typeof(RegroupedMetrics), "regrouped")]
public abstract record MetricsRecord(DateTimeOffset Time, int Epoch);

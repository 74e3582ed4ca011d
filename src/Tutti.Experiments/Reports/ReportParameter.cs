namespace Tutti.Experiments.Reports;

/// <summary>A setting that an experiment was run with.</summary>
/// <param name="Name">What is set.</param>
/// <param name="Value">To what.</param>
public sealed record ReportParameter(string Name, string Value);

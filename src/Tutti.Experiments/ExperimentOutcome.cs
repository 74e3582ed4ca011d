using Tutti.Experiments.Reports;

namespace Tutti.Experiments;

/// <summary>What an experiment left.</summary>
/// <param name="Report">What was found.</param>
/// <param name="HtmlPath">The report for people.</param>
/// <param name="JsonPath">The same for programs, beside it.</param>
public sealed record ExperimentOutcome(ExperimentReport Report, string HtmlPath, string JsonPath);

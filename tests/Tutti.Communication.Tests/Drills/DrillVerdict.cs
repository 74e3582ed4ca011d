namespace Tutti.Communication.Tests.Drills;

/// <summary>What a rank of a drill threw.</summary>
/// <param name="Time">When, by the clock of <see cref="System.Diagnostics.Stopwatch"/>, which all processes of a machine share.</param>
/// <param name="Type">The exception's type.</param>
/// <param name="Message">Its message.</param>
internal sealed record DrillVerdict(long Time, string Type, string Message);

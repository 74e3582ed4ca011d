namespace Tutti.Communication.Launching;

/// <summary>What is wrong with one option: got, expected, next step.</summary>
internal readonly record struct OptionProblem(string Option, string Problem);

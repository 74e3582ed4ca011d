namespace Tutti.Communication.Scenarios;

/// <summary>What a rank throws that fails on purpose.</summary>
public sealed class PlannedFailureException() : Exception(Text)
{
    internal const string Text = "planned";
}

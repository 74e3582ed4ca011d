namespace Tutti.Learning;

/// <summary>What is wrong with an argument, without what .NET appends about the parameter of a constructor or method deep inside.</summary>
internal static class ArgumentMessage
{
    internal static string Of(ArgumentException problem)
    {
        var end = problem.ParamName is { } name ? problem.Message.IndexOf($" (Parameter '{name}')", StringComparison.Ordinal) : -1;
        return end < 0 ? problem.Message : problem.Message[..end];
    }
}

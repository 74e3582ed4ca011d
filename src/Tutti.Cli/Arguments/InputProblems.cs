namespace Tutti.Cli.Arguments;

/// <summary>Collects what is wrong with options, so that all of it is said at once.</summary>
internal sealed class InputProblems
{
    private readonly List<string> found = [];

    /// <summary>Reads one of them; what is wrong with it is said later.</summary>
    internal T? Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InputException problem)
        {
            found.Add(problem.Message);
            return default;
        }
    }

    /// <exception cref="InputException">Something was wrong; the message has a line for each problem.</exception>
    internal void ThrowIfAny()
    {
        if (found.Count > 0) throw new InputException(found);
    }
}

namespace Tutti.Cli;

/// <summary>What the process says to whoever started it.</summary>
internal static class ExitCode
{
    internal const int Done = 0;

    /// <summary>It began and failed.</summary>
    internal const int Failed = 1;

    /// <summary>Wrong arguments or input: nothing was begun, nothing was written.</summary>
    internal const int WrongInput = 2;

    /// <summary>Cancelled by the user, as shells number it: 128 + SIGINT.</summary>
    internal const int Cancelled = 130;
}

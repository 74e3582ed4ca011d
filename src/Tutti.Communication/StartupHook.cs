using Tutti.Communication.Launching.Functions;

/// <summary>
/// What .NET calls before <c>Main</c> in a process that is to run one function of a job; the name, and that it has no namespace, are .NET's
/// rule. Does nothing in any other process.
/// </summary>
internal static class StartupHook
{
    /// <summary>Runs the function and ends the process.</summary>
    public static void Initialize()
    {
        if (FunctionEnvironment.Take() is { } folder) Environment.Exit(FunctionWorker.Run(new FunctionFiles(folder)));
    }
}

namespace Tutti.Communication.Launching.Functions;

/// <summary>
/// How a worker process learns that it is to run a function: by .NET's startup hooks, and a variable with the folder of its files.
/// </summary>
internal static class FunctionEnvironment
{
    internal const string Function = "TUTTI_FUNCTION", Hooks = "DOTNET_STARTUP_HOOKS";

    private static string HookPath => typeof(FunctionEnvironment).Assembly.Location;

    /// <summary>Makes the processes that get these variables run the function whose files are in the folder.</summary>
    internal static void Set(IDictionary<string, string> variables, string folder)
    {
        variables[Function] = folder;
        var others = variables.TryGetValue(Hooks, out var hooks) && hooks.Length > 0 ? hooks + Path.PathSeparator : "";
        variables[Hooks] = others + HookPath;
    }

    /// <summary>
    /// The folder if this process is to run a function. It is taken: what this process starts is no worker, and does not load the hook.
    /// </summary>
    internal static string? Take()
    {
        var folder = Environment.GetEnvironmentVariable(Function);
        if (string.IsNullOrEmpty(folder)) return null;
        Environment.SetEnvironmentVariable(Function, null);
        var others = (Environment.GetEnvironmentVariable(Hooks) ?? "").Split(Path.PathSeparator).Where(hook => hook != HookPath);
        Environment.SetEnvironmentVariable(Hooks, string.Join(Path.PathSeparator, others) is { Length: > 0 } left ? left : null);
        return folder;
    }

    /// <summary>
    /// Refuses where workers could not run functions: they would run the program itself, start workers again, and so on without end.
    /// </summary>
    /// <exception cref="InvalidOperationException">Startup hooks are switched off.</exception>
    internal static void Check()
    {
        var isOff = AppContext.TryGetSwitch("System.StartupHookProvider.IsSupported", out var isSupported) && !isSupported;
        if (isOff || Environment.GetEnvironmentVariable(Function) is { Length: > 0 }) Throw.NoStartupHooks();
    }
}

namespace Tutti.Communication.Tests;

/// <summary>The built worker: <c>dotnet PATH SCENARIO [argument…]</c> is one rank.</summary>
internal static class WorkerProgram
{
    internal static string Path { get; } = Find();

    // FOLDER/X/bin/CONFIGURATION/net10.0 → tests/X.Worker/bin/CONFIGURATION/net10.0
    private static string Find()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(System.IO.Path.DirectorySeparatorChar));
        var root = own.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        const string name = "Tutti.Communication.Tests.Worker";
        var path = System.IO.Path.Combine(root, "tests", name, "bin", own.Parent.Name, own.Name, name + ".dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"The worker was not built. Expected {path}.", path);
    }
}

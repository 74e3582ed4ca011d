using System.Reflection;
using Tutti.Communication.Launching.Processes;

namespace Tutti.Communication.Launching.Functions;

/// <summary>How another process of this program is started: by the same host, with the same entry assembly.</summary>
internal static class HostCommand
{
    internal static ProcessCommand OfThisProgram()
    {
        var host = Environment.ProcessPath ?? "dotnet";
        if (!Path.GetFileNameWithoutExtension(host).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
            return new ProcessCommand(host, []) { Environment = WorkerVariables.Inherited() };
        var entry = Assembly.GetEntryAssembly()?.Location;
        if (string.IsNullOrEmpty(entry)) Throw.ProgramIsOneFile(host);
        return new ProcessCommand(host, [entry!]) { Environment = WorkerVariables.Inherited() };
    }
}

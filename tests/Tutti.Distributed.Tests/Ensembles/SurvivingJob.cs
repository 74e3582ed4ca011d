using Tutti.Communication;
using Tutti.Communication.Launching;
using Tutti.Communication.Launching.Functions;

namespace Tutti.Distributed.Tests.Ensembles;

/// <summary>A static method on processes of which some may be lost, as <c>tutti launch --min-workers 1</c> starts programs.</summary>
internal static class SurvivingJob
{
    /// <summary>What rank 0 returned.</summary>
    public static async Task<T> RunAsync<TArguments, T>(
        int workers, TransportKind transport, Func<World, TArguments, Task<T>> work, TArguments arguments, CancellationToken cancellation)
    {
        using var folder = new JobFolder();
        var files = new FunctionFiles(folder.Path);
        files.WriteCall(
            FunctionReference.Of(work), WorkArguments.Of(arguments),
            new DistributorOptions { Workers = workers, Isolation = Isolation.Process, Transport = transport });
        var command = HostCommand.OfThisProgram();
        var variables = new Dictionary<string, string>(command.Environment);
        FunctionEnvironment.Set(variables, folder.Path);
        using var lines = new StringWriter();
        var outcome = await Launcher.RunAsync(
            new LauncherOptions
            {
                Program = command.Program, Workers = workers, MinWorkers = 1, Transport = transport, Output = lines, Error = lines,
            },
            command with { Environment = variables }, folder, cancellation);
        try
        {
            return files.ReadResult<T>(0);
        }
        catch (FileNotFoundException)
        {
            throw new InvalidOperationException($"Rank 0 returned nothing. {outcome} {files.ReadFailure(0)} {lines}");
        }
    }
}

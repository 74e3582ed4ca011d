using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Tutti.Cli.Arguments;
using Tutti.Cli.Output;
using Tutti.Communication;
using Tutti.Learning.Data.Catalog;
using Tutti.Learning.Runs;
using Tutti.Tensors.Kernels;

namespace Tutti.Cli.Commands;

/// <summary><c>tutti doctor</c>: what this machine offers.</summary>
internal static class DoctorCommand
{
    internal static Command Create(Terminal terminal)
    {
        var root = DataOptions.CreateRoot();
        var output = new ValueOption("--out", "FOLDER", "The folder of runs, whose disk is looked at (default: runs)");
        var command = new Verb("doctor", "What this machine offers: instruction sets, cores, memory, MPI, disk, data sets")
        {
            root.Option, output.Option, ClusterDoctor.Cluster, ClusterDoctor.Data,
        };
        Invocation.Bind(command, terminal, async invocation => invocation.Parse.GetValue(ClusterDoctor.Cluster)
            ? await ClusterDoctor.RunAsync(invocation, DataOptions.OpenCatalog(invocation.Parse, root)).ConfigureAwait(false)
            : Run(
                invocation, DataOptions.OpenCatalog(invocation.Parse, root), root.Read(invocation.Parse)?.Text,
                output.Read(invocation.Parse)?.NotEmpty() ?? "runs"));
        return command;
    }

    private static int Run(Invocation invocation, DataCatalog catalog, string? dataRoot, string runsFolder)
    {
        var machine = MachineFacts.Find(ComputeKernels.Name);
        var memory = GC.GetGCMemoryInfo();
        var cache = DataCatalogOptions.FromEnvironment(dataRoot).CacheFolder;
        var found = catalog.Descriptions.Select(known => (known.Name, Location: catalog.Find(known.Name))).ToArray();
        var mpi = MpiInstallation.FindAll();
        var report = invocation.Report;
        report.Line(
            $"Tutti {CommandLine.Version} on {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, " +
            $"{RuntimeInformation.ProcessArchitecture}");
        report.Line();
        report.Facts(
            ("processor", machine.Processor),
            ("cores", $"{Environment.ProcessorCount} for this process"),
            ("memory", $"{Words.Bytes(memory.TotalAvailableMemoryBytes)} for this process"),
            ("instruction sets", string.Join(", ", ComputeKernels.InstructionSets)),
            ("kernels", $"{ComputeKernels.Name} ({ComputeKernels.Reason}); available: {string.Join(", ", ComputeKernels.Available)}"),
            ("MPI", mpi.Count == 0 ? "none found; Debian: openmpi-bin or mpich" : string.Join(", ", mpi.Select(one => $"{one.Version} ({one.Library})"))),
            ("disk for runs", DescribeDisk(runsFolder)),
            ("disk for data", cache is null ? "no cache folder for this user" : DescribeDisk(cache)));
        report.Line();
        report.Line("Data sets:");
        report.Facts([.. found.Select(entry => (
            entry.Name, entry.Location is { } at ? $"{at.Origin}: {at.Folder}" : "not here; 'tutti data get' fetches it"))]);
        report.Json(new JsonObject
        {
            ["version"] = CommandLine.Version,
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["system"] = RuntimeInformation.OSDescription,
            ["architecture"] = $"{RuntimeInformation.ProcessArchitecture}",
            ["processor"] = machine.Processor,
            ["cores"] = Environment.ProcessorCount,
            ["memoryBytes"] = memory.TotalAvailableMemoryBytes,
            ["instructionSets"] = Report.List(ComputeKernels.InstructionSets),
            ["kernels"] = new JsonObject
            {
                ["name"] = ComputeKernels.Name, ["reason"] = ComputeKernels.Reason, ["available"] = Report.List(ComputeKernels.Available),
            },
            ["mpi"] = new JsonArray([.. mpi.Select(one => new JsonObject { ["library"] = one.Library, ["version"] = one.Version })]),
            ["disk"] = new JsonObject { ["runs"] = DiskFacts(runsFolder), ["cache"] = cache is null ? null : DiskFacts(cache) },
            ["datasets"] = new JsonArray([.. found.Select(entry => new JsonObject
            {
                ["name"] = entry.Name, ["found"] = entry.Location?.Origin, ["folder"] = entry.Location?.Folder,
            })]),
        });
        return ExitCode.Done;
    }

    private static string DescribeDisk(string folder) => Disk.FreeBytes(folder) is { } free
        ? $"{Words.Bytes(free)} free at {Path.GetFullPath(folder)}"
        : $"unknown at {Path.GetFullPath(folder)}";

    private static JsonObject DiskFacts(string folder) =>
        new() { ["folder"] = Path.GetFullPath(folder), ["freeBytes"] = Disk.FreeBytes(folder) };
}

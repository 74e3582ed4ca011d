using System.Diagnostics;
using System.Globalization;

namespace Tutti.EndToEnd.Tests.Network;

/// <summary>Three machines with five ranks between them: network namespaces, each with a cable of 200 Mbit/s to one switch.</summary>
public sealed class NetworkCluster : IAsyncLifetime
{
    internal const string AddressPrefix = "10.213.7.";
    internal const int Port = 29_500;

    private const int Machines = 3;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>The machine of each rank.</summary>
    private static readonly int[] Placement = [1, 1, 2, 2, 3];

    // Names of network interfaces have 15 characters at most.
    private readonly string name = string.Create(CultureInfo.InvariantCulture, $"tt{Environment.ProcessId}");

    internal static int RankCount => Placement.Length;

    public async ValueTask InitializeAsync()
    {
        Tool.RequireRoot();
        Tool.Require("iproute2", "ip", "tc");
        try
        {
            await Tool.RunAsync("Network/start.sh", name, $"{Machines}", "200mbit");
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await Tool.RunAsync("Network/stop.sh", name, $"{Machines}");

    /// <summary>Every rank of a job, started as torchrun's users or Kubernetes do. Dispose them.</summary>
    internal TuttiProcess[] Start(string folder, string[] args) => Start(Placement, folder, args);

    /// <summary>A job with one rank on each of the first machines.</summary>
    internal TuttiProcess[] StartOneEach(int machines, string folder, string[] args) => Start([.. Enumerable.Range(1, machines)], folder, args);

    private TuttiProcess[] Start(int[] placement, string folder, string[] args)
    {
        var secret = Tool.NewSecret();
        return [.. Enumerable.Range(0, placement.Length).Select(rank => Start(placement, rank, secret, folder, args))];
    }

    /// <summary>How many bytes all machines have sent through their cables.</summary>
    internal long BytesSent => Enumerable.Range(1, Machines).Sum(machine =>
        long.Parse(File.ReadAllText($"/sys/class/net/{Cable(machine)}/statistics/rx_bytes"), CultureInfo.InvariantCulture));

    internal Task PlugAsync(int machine) => SetAsync(machine, "up");

    internal Task UnplugAsync(int machine) => SetAsync(machine, "down");

    // Not 'ip netns exec': that gives each process mounts of its own too, and so makes each a machine of its own.
    private TuttiProcess Start(int[] placement, int rank, string secret, string folder, string[] args)
    {
        var machine = placement[rank];
        var neighbours = Enumerable.Range(0, placement.Length).Where(other => placement[other] == machine).ToList();
        var variables = new Dictionary<string, string>
        {
            ["RANK"] = $"{rank}", ["WORLD_SIZE"] = $"{placement.Length}", ["LOCAL_RANK"] = $"{neighbours.IndexOf(rank)}", ["LOCAL_WORLD_SIZE"] = $"{neighbours.Count}",
            ["MASTER_ADDR"] = AddressPrefix + "1", ["MASTER_PORT"] = $"{Port}", ["TUTTI_JOB_SECRET"] = secret,
        };
        return TuttiProcess.StartUnder(["nsenter", $"--net=/run/netns/{name}-{machine}"], folder, variables, args);
    }

    private string Cable(int machine) => $"{name}v{machine}";

    private async Task SetAsync(int machine, string state)
    {
        using var ip = Process.Start("ip", ["link", "set", Cable(machine), state]);
        await ip.WaitForExitAsync().WaitAsync(Deadline);
        Assert.Equal(0, ip.ExitCode);
    }
}

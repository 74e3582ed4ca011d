using System.Net;
using System.Net.Sockets;
using Tutti.TestKit;

namespace Tutti.EndToEnd.Tests.Slurm;

/// <summary>A Slurm cluster of three nodes on this machine, for as long as a class of tests runs.</summary>
public sealed class SlurmCluster : IAsyncLifetime
{
    private const int Nodes = 3;

    private readonly TemporaryFolder folder = new();

    public async ValueTask InitializeAsync()
    {
        Tool.RequireRoot();
        Tool.Require("slurm-wlm and munge", "slurmctld", "slurmd", "srun", "munged");
        try
        {
            await Tool.RunAsync("Slurm/start.sh", folder.Path, $"{Nodes}", $"{FreePorts(Nodes + 1)}");
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Tool.RunAsync("Slurm/stop.sh", folder.Path);
        folder.Dispose();
    }

    internal Dictionary<string, string> Variables(params (string Name, string Value)[] more) =>
        new(more.ToDictionary(pair => pair.Name, pair => pair.Value)) { ["SLURM_CONF"] = folder["slurm.conf"] };

    // Below the ports that the system hands out, so that nobody is given one in the meantime.
    private static int FreePorts(int count)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var first = Random.Shared.Next(10_000, 20_000 - count);
            if (Enumerable.Range(first, count).All(IsFree)) return first;
        }
        throw new InvalidOperationException($"There are no {count} free ports in a row.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

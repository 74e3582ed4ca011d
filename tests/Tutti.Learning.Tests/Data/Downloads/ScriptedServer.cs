using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tutti.Learning.Tests.Data.Downloads;

/// <summary>
/// A web server that answers as a test says, byte for byte, so that it can also answer wrongly. Each connection is one request; after the
/// answer it is closed, or kept silent.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Func<Request, Answer> script;
    private readonly Task serving;

    public ScriptedServer(Func<Request, Answer> script)
    {
        this.script = script;
        listener.Start();
        serving = ServeAsync();
    }

    public ConcurrentQueue<Request> Requests { get; } = new();

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await serving;
        stopping.Dispose();
    }

    /// <summary>An honest server of one content, that understands ranges.</summary>
    public static Answer Serve(byte[] content, Request request)
    {
        if (request.From is not { } from) return Answer.Ok(content);
        if (from >= content.Length) return new Answer(416, [$"Content-Range: bytes */{content.Length}"], []);
        return new Answer(206, [$"Content-Range: bytes {from}-{content.Length - 1}/{content.Length}"], content[(int)from..]);
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(AnswerAsync(await listener.AcceptTcpClientAsync(stopping.Token)));
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task AnswerAsync(TcpClient connection)
    {
        using (connection)
        {
            try
            {
                var stream = connection.GetStream();
                var request = await ReadRequestAsync(stream);
                Requests.Enqueue(request);
                var answer = script(request);
                await stream.WriteAsync(answer.ToBytes(), stopping.Token);
                if (answer.IsSilentAfterwards) await Task.Delay(Timeout.Infinite, stopping.Token);
                connection.Client.Shutdown(SocketShutdown.Send);
                // Until the client has closed too, so that the system does not reset the connection and drop what was sent.
                while (await stream.ReadAsync(new byte[1024], stopping.Token) > 0) { }
            }
            catch (Exception cause) when (cause is IOException or OperationCanceledException or SocketException)
            {
            }
        }
    }

    private async Task<Request> ReadRequestAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, stopping.Token);
            if (read == 0) throw new IOException("The client closed.");
            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
        var lines = text.ToString().Split("\r\n");
        var range = lines.FirstOrDefault(line => line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase));
        return new Request(lines[0].Split(' ')[1], range is null ? null : long.Parse(range["Range: bytes=".Length..].TrimEnd('-')));
    }

    internal sealed record Request(string Path, long? From);

    internal sealed record Answer(int Status, string[] Headers, byte[] Body)
    {
        public long? DeclaredLength { get; init; } = Body.Length;

        public bool IsSilentAfterwards { get; init; }

        public static Answer Silence { get; } = new(0, [], []) { IsSilentAfterwards = true };

        public static Answer Ok(byte[] body) => new(200, [], body);

        public byte[] ToBytes()
        {
            if (Status == 0) return [];
            var head = new StringBuilder($"HTTP/1.1 {Status} X\r\nConnection: close\r\n");
            if (DeclaredLength is { } length) head.Append($"Content-Length: {length}\r\n");
            foreach (var header in Headers) head.Append(header).Append("\r\n");
            return [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. Body];
        }
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Tutti.Communication.Tests.Drills;

/// <summary>What the ranks of a drill write, line by line as it comes, and what it tells. Thread-safe.</summary>
internal sealed partial class DrillLog : TextWriter
{
    private readonly Lock gate = new();
    private readonly StringBuilder text = new();
    private readonly StringBuilder line = new();
    private readonly TaskCompletionSource running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int ranks;
    private readonly Dictionary<int, int> processes = [];
    private readonly Dictionary<int, DrillVerdict> verdicts = [];

    internal DrillLog(int ranks) => this.ranks = ranks;

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>Ends when every rank is in the midst of its work.</summary>
    internal Task AllRunning => running.Task;

    /// <summary>When the culprit did it, if it did so itself.</summary>
    internal long? Act { get; private set; }

    /// <summary>The process of each rank that runs.</summary>
    internal IReadOnlyDictionary<int, int> Processes
    {
        get
        {
            lock (gate) return new Dictionary<int, int>(processes);
        }
    }

    internal IReadOnlyDictionary<int, DrillVerdict> Verdicts
    {
        get
        {
            lock (gate) return new Dictionary<int, DrillVerdict>(verdicts);
        }
    }

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        lock (gate)
        {
            text.Append(value);
            foreach (var character in value ?? "")
            {
                if (character != '\n') line.Append(character);
                else Take();
            }
        }
    }

    public override string ToString()
    {
        lock (gate) return text.ToString();
    }

    private void Take()
    {
        var match = Said().Match(line.ToString());
        line.Clear();
        if (!match.Success) return;
        var (rank, rest) = (int.Parse(match.Groups["rank"].ValueSpan, CultureInfo.InvariantCulture), match.Groups["rest"].Value.TrimEnd());
        switch (match.Groups["what"].Value)
        {
            case "act":
                Act = long.Parse(rest, CultureInfo.InvariantCulture);
                break;
            case "running":
                processes[rank] = int.Parse(rest, CultureInfo.InvariantCulture);
                if (processes.Count == ranks) running.TrySetResult();
                break;
            default:
                var parts = rest.Split(' ', 3);
                verdicts[rank] = new DrillVerdict(long.Parse(parts[0], CultureInfo.InvariantCulture), parts[1], parts[2]);
                break;
        }
    }

    [GeneratedRegex(@"^(\[rank \d+\] )?(?<what>act|running|verdict) (?<rank>\d+) (?<rest>.*)$")]
    private static partial Regex Said();
}

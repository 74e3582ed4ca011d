using Tutti.Communication.Tests.Worker.SharedMemory;

// worker SCENARIO [argument…]: one rank of a test. Its lines on standard output are what the test looks at.
var scenarios = new Dictionary<string, Func<string[], int>>();
SegmentScenarios.AddTo(scenarios);

if (args.Length > 0 && scenarios.TryGetValue(args[0], out var scenario)) return scenario(args[1..]);
Console.Error.WriteLine($"worker: there is no such scenario. Got '{string.Join(' ', args)}'. Expected one of {string.Join(", ", scenarios.Keys)}.");
return 2;

using Tutti.Communication.Tests.Worker.Drills;
using Tutti.Communication.Tests.Worker.Mpi;
using Tutti.Communication.Tests.Worker.SharedMemory;

// worker SCENARIO [argument…]: one rank of a test. Its lines on standard output are what the test looks at.
var scenarios = new Dictionary<string, Func<string[], int>>();
MpiJobScenarios.AddTo(scenarios);
MpiTransportScenarios.AddTo(scenarios);
MpiMeasurement.AddTo(scenarios);
SegmentScenarios.AddTo(scenarios);
DrillScenarios.AddTo(scenarios);

if (args.Length > 0 && scenarios.TryGetValue(args[0], out var scenario)) return scenario(args[1..]);
var names = string.Join(", ", scenarios.Keys);
Console.Error.WriteLine($"worker: there is no such scenario. Got '{string.Join(' ', args)}'. Expected one of {names}.");
return 2;

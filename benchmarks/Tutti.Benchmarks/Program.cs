using BenchmarkDotNet.Running;
using Tutti.Benchmarks.Checkpoints;
using Tutti.Benchmarks.Drills;
using Tutti.Benchmarks.Ensembles;
using Tutti.Benchmarks.Links;
using Tutti.Benchmarks.Simulation;

if (args is ["fuzz", ..]) return FuzzRun.Run(args[1..]);
if (args is ["simulate", ..]) return SimulateRun.Run(args[1..]);
if (args is ["drills", ..]) return DrillTable.Run(args[1..]);
if (args is ["slow-link", ..]) return SlowLinkTable.Run(args[1..]);
if (args is ["ensemble-training", ..]) return EnsembleTraining.Run(args[1..]);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;

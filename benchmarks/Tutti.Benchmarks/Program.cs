using BenchmarkDotNet.Running;
using Tutti.Benchmarks.Checkpoints;

if (args is ["fuzz", ..]) return FuzzRun.Run(args[1..]);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;

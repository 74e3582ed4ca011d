using Tutti.Cli;
using Tutti.Cli.Output;

using var interruption = new Interruption(Console.Error);
return await CommandLine.RunAsync(args, Terminal.OfProcess(), interruption.Token).ConfigureAwait(false);

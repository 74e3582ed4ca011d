using Tutti.Cli;
using Tutti.Cli.Output;

var terminal = Terminal.OfProcess();
using var interruption = new Interruption(terminal.Error, terminal.IsErrorScreen);
return await CommandLine.RunAsync(args, terminal, interruption.Token).ConfigureAwait(false);

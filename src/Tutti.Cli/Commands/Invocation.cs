using System.CommandLine;
using Tutti.Cli.Arguments;
using Tutti.Cli.Output;

namespace Tutti.Cli.Commands;

/// <summary>One call of a verb: what was given, where results go, and the user's wish to stop.</summary>
internal sealed class Invocation(ParseResult parse, Terminal terminal, CancellationToken cancellation)
{
    internal ParseResult Parse => parse;

    internal Terminal Terminal => terminal;

    internal Report Report { get; } = new(terminal, parse.GetValue(CommonOptions.Json));

    internal CancellationToken Cancellation => cancellation;

    internal bool IsQuiet => parse.GetValue(CommonOptions.Quiet);

    /// <summary>Makes a verb do something.</summary>
    internal static void Bind(Command command, Terminal terminal, Func<Invocation, Task<int>> run) =>
        command.SetAction((parse, cancellation) => run(new Invocation(parse, terminal, cancellation)));

    /// <summary>Makes a verb do something that needs no waiting.</summary>
    internal static void Bind(Command command, Terminal terminal, Func<Invocation, int> run) =>
        Bind(command, terminal, invocation => Task.FromResult(run(invocation)));
}

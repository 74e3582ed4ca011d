using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Tutti.Cli.Commands;

/// <summary>The usual help, followed by the verb's examples.</summary>
internal sealed class Help(SynchronousCommandLineAction usual) : SynchronousCommandLineAction
{
    /// <summary>Help is wanted even where the rest of the line is wrong.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is Verb { Examples: { Count: > 0 } examples })
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in examples) output.WriteLine($"  {example}");
            output.WriteLine();
        }
        return exitCode;
    }

    internal static void Install(RootCommand root)
    {
        if (root.Options.OfType<HelpOption>().FirstOrDefault() is { Action: SynchronousCommandLineAction usual } option) option.Action = new Help(usual);
    }
}

using System.CommandLine;
using System.CommandLine.Invocation;

namespace Tutti.Cli.Commands;

/// <summary><c>--version</c>: the version alone, without the commit that the build appends.</summary>
internal sealed class VersionDisplay : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(CommandLine.Version);
        return ExitCode.Done;
    }

    internal static void Install(RootCommand root)
    {
        if (root.Options.OfType<VersionOption>().FirstOrDefault() is { } option) option.Action = new VersionDisplay();
    }
}

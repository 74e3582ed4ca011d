using System.CommandLine;
using Tutti.Learning;

namespace Tutti.Cli.Arguments;

/// <summary>Says what is wrong with a command line: what was given, what is allowed, the nearest valid name.</summary>
internal static class ParseProblems
{
    internal static string Describe(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        var unmatched = parse.UnmatchedTokens;
        // A value that follows an unknown flag is unmatched too; the flag is the cause.
        var flags = unmatched.Where(IsFlag).ToArray();
        if (unmatched.Count > 0 && !IsFlag(unmatched[0]) && VerbsOf(command).Length > 0) return UnknownVerb(command, unmatched[0]);
        if (flags.Length > 0) return string.Join(Environment.NewLine, flags.Select(flag => UnknownFlag(command, flag)));
        if (unmatched.Count > 0)
            return $"{PathOf(command)}: too many arguments. Got '{unmatched[0]}'. Expected no more than '{Usage(command)}'. " +
                $"See {PathOf(command)} --help.";
        if (command.Action is null && VerbsOf(command) is { Length: > 0 } verbs)
            return $"{PathOf(command)}: a verb is missing. Expected one of {string.Join(", ", verbs)}. See {PathOf(command)} --help.";
        return $"{PathOf(command)}: {string.Join(Environment.NewLine, parse.Errors.Select(error => error.Message).Distinct())} See {PathOf(command)} --help.";
    }

    internal static string PathOf(Command command)
    {
        var parent = command.Parents.OfType<Command>().FirstOrDefault();
        return parent is null ? CommandLine.Name : $"{PathOf(parent)} {command.Name}";
    }

    private static string UnknownVerb(Command command, string given) =>
        $"{PathOf(command)}: there is no such verb. Got '{given}'. {NearestName.Suggest(given, VerbsOf(command))}";

    private static string[] VerbsOf(Command command) => [.. command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name)];

    private static string UnknownFlag(Command command, string given)
    {
        var name = given.Split('=', 2)[0];
        var allowed = FlagsOf(command).Order(StringComparer.Ordinal).ToArray();
        return $"{PathOf(command)}: there is no such option. Got '{name}'. {NearestName.Suggest(name, allowed)}";
    }

    private static IEnumerable<string> FlagsOf(Command command)
    {
        foreach (var option in command.Options) yield return option.Name;
        foreach (var parent in command.Parents.OfType<Command>())
            foreach (var option in parent.Options.Where(option => option.Recursive)) yield return option.Name;
    }

    private static string Usage(Command command) =>
        $"{PathOf(command)}{string.Concat(command.Arguments.Select(argument => $" <{argument.HelpName ?? argument.Name}>"))}";

    private static bool IsFlag(string token) => token.Length > 1 && token[0] == '-' && !char.IsAsciiDigit(token[1]);
}

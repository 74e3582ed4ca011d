using System.CommandLine;

namespace Tutti.Cli.Arguments;

/// <summary>
/// A flag with one value. The value stays text until a command reads it, so that every wrong value gets a message of the same form.
/// </summary>
internal sealed class ValueOption
{
    internal ValueOption(string name, string valueName, string description)
    {
        Name = name;
        Option = new Option<string?>(name) { HelpName = valueName, Description = description, Arity = ArgumentArity.ExactlyOne };
    }

    internal string Name { get; }

    internal Option<string?> Option { get; }

    /// <summary>What was given, or null.</summary>
    internal GivenValue? Read(ParseResult parse) =>
        parse.GetResult(Option) is { Implicit: false } && parse.GetValue(Option) is { } text ? new GivenValue(Name, text) : null;
}

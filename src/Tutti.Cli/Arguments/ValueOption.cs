using System.CommandLine;

namespace Tutti.Cli.Arguments;

/// <summary>
/// A flag with one value, or one that means true where it stands alone. The value stays text until a command reads it, so that every wrong
/// value gets a message of the same form.
/// </summary>
internal sealed class ValueOption
{
    internal const string True = "true", False = "false";

    private readonly string? alone;

    internal ValueOption(string name, string valueName, string description)
        : this(name, valueName, description, ArgumentArity.ExactlyOne)
    {
    }

    private ValueOption(string name, string valueName, string description, ArgumentArity arity, string? alone = null)
    {
        (Name, this.alone) = (name, alone);
        Option = new Option<string?>(name) { HelpName = valueName, Description = description, Arity = arity };
    }

    /// <summary>A flag that is on where it stands alone.</summary>
    internal static ValueOption Switch(string name, string description) =>
        new(name, $"{True}|{False}", description, ArgumentArity.ZeroOrOne, alone: True);

    internal string Name { get; }

    internal Option<string?> Option { get; }

    /// <summary>What was given, or null.</summary>
    internal GivenValue? Read(ParseResult parse) =>
        parse.GetResult(Option) is { Implicit: false } && (parse.GetValue(Option) ?? alone) is { } text ? new GivenValue(Name, text) : null;
}

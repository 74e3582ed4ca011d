using System.Globalization;
using Tutti.Learning;

namespace Tutti.Cli.Arguments;

/// <summary>A value as the user gave it: where, and its text. Reading it as something else is an <see cref="InputException"/>.</summary>
/// <param name="Source">Where it was given, for messages: <c>--epochs</c>, or <c>training.epochs in my.json</c>.</param>
/// <param name="Text">The text.</param>
internal readonly record struct GivenValue(string Source, string Text)
{
    internal int WholeNumber(int least, int most = int.MaxValue)
    {
        if (int.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        throw Wrong("not a number that fits", most == int.MaxValue ? $"a whole number of at least {least}" : $"a whole number from {least} to {most}");
    }

    internal ulong Seed() => ulong.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw Wrong("not a seed", "a whole number from 0 to 2⁶⁴ − 1");

    internal double AtLeastZero() => Number() is >= 0 and var value && double.IsFinite(value)
        ? value
        : throw Wrong("not a number that fits", "a number of at least 0, such as 0.0001");

    internal double UpTo(double most) => Between(0, most);

    internal double Between(double least, double most) => Number() is var value && value >= least && value <= most
        ? value
        : throw Wrong("not a number that fits", string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));

    internal double MoreThanZero() => Number() is > 0 and var value && double.IsFinite(value)
        ? value
        : throw Wrong("not a number that fits", "a number greater than 0, such as 0.001");

    internal double[] Weights()
    {
        var texts = Text.Split(',');
        var weights = new double[texts.Length];
        for (var i = 0; i < texts.Length; i++)
            if (!double.TryParse(texts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out weights[i]) || !(weights[i] >= 0) || double.IsInfinity(weights[i]))
                throw Wrong("not a list of weights", "numbers of at least 0 between commas, such as 3,2,1");
        return weights;
    }

    internal double Fraction() =>
        Number() is >= 0 and < 1 and var value ? value : throw Wrong("not a number that fits", "a number from 0 to less than 1");

    internal double Share() =>
        Number() is > 0 and < 1 and var value ? value : throw Wrong("not a share", "a number between 0 and 1, such as 0.2");

    internal string OneOf(IReadOnlyCollection<string> allowed)
    {
        if (allowed.Contains(Text)) return Text;
        throw new InputException($"{Source}: unknown value. Got '{Text}'. {NearestName.Suggest(Text, allowed)}");
    }

    // JSON's true is written True by its reader.
    internal bool Switch() => Text.ToLowerInvariant() switch
    {
        ValueOption.True => true,
        ValueOption.False => false,
        _ => throw Wrong("neither on nor off", $"{ValueOption.True} or {ValueOption.False}"),
    };

    internal string NotEmpty() => Text.Trim().Length > 0 ? Text : throw Wrong("nothing was given", "a name or a path");

    private double Number() => double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;

    private InputException Wrong(string what, string expected) => new($"{Source}: {what}. Got '{Text}'. Expected {expected}.");
}

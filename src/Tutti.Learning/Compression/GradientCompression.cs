using System.Globalization;

namespace Tutti.Learning.Compression;

/// <summary>How gradients are made smaller, as command lines say it: <c>none|half|int8|top-k[:share]|power-sgd[:rank]</c>.</summary>
public sealed record GradientCompression
{
    private const string NoneWord = "none", HalfWord = "half", Int8Word = "int8", TopKWord = "top-k", PowerSgdWord = "power-sgd";

    // What reaches the accuracy of uncompressed training for images in the paper.
    private const int DefaultRank = 2;

    private readonly Func<IGradientCodec>? newCodec;

    private GradientCompression(string word, Func<IGradientCodec>? newCodec = null, int? powerSgdRank = null) =>
        (Word, this.newCodec, PowerSgdRank) = (word, newCodec, powerSgdRank);

    /// <summary>The words without a number, in the order of their bytes.</summary>
    public static IReadOnlyList<string> Words { get; } = [NoneWord, HalfWord, Int8Word, TopKWord, PowerSgdWord];

    /// <summary>Gradients as they are.</summary>
    public static GradientCompression None { get; } = new(NoneWord);

    /// <summary>The choice with its number, for records, for instance <c>top-k:0.01</c>; <see cref="Parse"/> understands it.</summary>
    public string Word { get; }

    /// <summary>The rank of <see cref="PowerSgd"/>, at least 1; null for everything else.</summary>
    public int? PowerSgdRank { get; }

    /// <summary>Understands a choice.</summary>
    /// <param name="text">
    /// One of <see cref="Words"/>; <c>top-k</c> with the share that is kept, 0.01 by default, <c>power-sgd</c> with the rank, 2 by default.
    /// </param>
    /// <returns>The choice.</returns>
    /// <exception cref="ArgumentException">Another word (the nearest is named), or a number that is missing or wrong.</exception>
    public static GradientCompression Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (word, number) = colon < 0 ? (text, null) : (text[..colon], text[(colon + 1)..]);
        return word switch
        {
            TopKWord => TopK(text, number),
            PowerSgdWord => PowerSgdOf(text, number),
            NoneWord or HalfWord or Int8Word when number is not null =>
                throw Wrong($"'{word}' has no number", text, $"'{word}' alone"),
            NoneWord => None,
            HalfWord => new(word, static () => new HalfCodec()),
            Int8Word => new(word, static () => new Int8Codec()),
            _ => throw new ArgumentException($"Compression: unknown word. Got '{text}'. {NearestName.Suggest(word, Words)}"),
        };
    }

    /// <summary>Makes the codec; every thread needs its own.</summary>
    /// <returns>A new codec; null for <c>none</c> and <c>power-sgd</c>, which is no codec.</returns>
    public IGradientCodec? CreateCodec() => newCodec?.Invoke();

    /// <summary>Whether the words are the same.</summary>
    /// <param name="other">Another choice.</param>
    /// <returns>True if so.</returns>
    public bool Equals(GradientCompression? other) => other?.Word == Word;

    /// <inheritdoc/>
    public override int GetHashCode() => Word.GetHashCode(StringComparison.Ordinal);

    /// <summary><see cref="Word"/>.</summary>
    /// <returns>The word.</returns>
    public override string ToString() => Word;

    private static GradientCompression TopK(string text, string? number)
    {
        var options = new TopKCodecOptions();
        if (number is not null)
        {
            if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) || !(share is > 0 and <= 1))
                throw Wrong("the share is none", text, "more than 0 and at most 1, for instance 'top-k:0.01'");
            options = options with { Share = share };
        }
        return new(string.Create(CultureInfo.InvariantCulture, $"{TopKWord}:{options.Share}"), () => new TopKCodec(options));
    }

    private static GradientCompression PowerSgdOf(string text, string? number)
    {
        var rank = DefaultRank;
        if (number is not null && !(int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out rank) && rank >= 1))
            throw Wrong("the rank is none", text, "a whole number of at least 1, for instance 'power-sgd:4'");
        return new(string.Create(CultureInfo.InvariantCulture, $"{PowerSgdWord}:{rank}"), powerSgdRank: rank);
    }

    private static ArgumentException Wrong(string problem, string got, string expected) =>
        new($"Compression: {problem}. Got '{got}'. Expected {expected}. Correct it and try again.");
}

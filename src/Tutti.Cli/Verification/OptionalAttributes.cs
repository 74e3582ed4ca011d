namespace Tutti.Cli.Verification;

/// <summary>Attributes that a case may leave out: then PyTorch's default holds.</summary>
internal static class OptionalAttributes
{
    internal static double Number(this GoldenAttributes attributes, string name, double otherwise) =>
        attributes.Has(name) ? attributes.Number(name) : otherwise;

    internal static int Whole(this GoldenAttributes attributes, string name, int otherwise) =>
        attributes.Has(name) ? attributes.Whole(name) : otherwise;

    internal static bool Flag(this GoldenAttributes attributes, string name, bool otherwise) =>
        attributes.Has(name) ? attributes.Flag(name) : otherwise;

    internal static string Text(this GoldenAttributes attributes, string name, string otherwise) =>
        attributes.Has(name) ? attributes.Text(name) : otherwise;
}

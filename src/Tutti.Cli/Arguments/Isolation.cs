namespace Tutti.Cli.Arguments;

/// <summary>What a worker can be.</summary>
internal static class Isolation
{
    internal const string Thread = "thread";

    private static readonly string[] Kinds = [Thread, "process", "mpi"];

    internal static string Read(GivenValue given)
    {
        var kind = given.OneOf(Kinds);
        return kind == Thread
            ? kind
            : throw new InputException($"{given.Source}: this version has thread workers only. Got '{kind}'. Expected '{Thread}'. " +
                $"Leave {given.Source} out.");
    }
}

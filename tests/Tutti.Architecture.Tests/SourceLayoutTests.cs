namespace Tutti.Architecture.Tests;

public sealed class SourceLayoutTests
{
    private const int MostLines = 600;

    // Files in which a type and what belongs to it alone are read together.
    private static readonly string[] Families =
    [
        "src/Tutti.Learning/Losses/Losses.cs",
        "src/Tutti.Learning/Training/TrainingObserver.cs",
        "src/Tutti.Tensors/ElementType.cs",
        "src/Tutti.Tensors/Random/CounterRandom.cs",
    ];

    // A folder named like its main type cannot be a namespace, or nobody could say the type's name.
    private static readonly Dictionary<string, string> Renamed = new()
    {
        ["src/Tutti.Distributed/DataParallel"] = "Tutti.Distributed",
        ["tests/Tutti.Distributed.Tests/DataParallel"] = "Tutti.Distributed.Tests",
    };

    [Fact]
    public void File_Length_StaysBelowTheCeiling()
    {
        var tooLong = All().Where(file => file.Lines.Length > MostLines).Select(file => $"{file}: {file.Lines.Length} lines");

        Assert.Empty(tooLong);
    }

    [Fact]
    public void Files_OfALibrary_AreSmallInTheMiddle()
    {
        var lengths = Repository.Sources("src").Select(file => file.Lines.Length).Order().ToArray();

        Assert.InRange(lengths[lengths.Length / 2], 1, 120);
    }

    [Fact]
    public void File_WithPublicTypes_HasOneNamedLikeIt()
    {
        var found = Repository.Sources("src")
            .Where(file => !Families.Contains(file.Path))
            .Select(file => (file, types: file.PublicTypes.Distinct().ToArray()))
            .Where(entry => entry.types.Length > 1
                || entry.types.Length == 1 && entry.types[0] != Path.GetFileNameWithoutExtension(entry.file.Path).Split('.')[0])
            .Select(entry => $"{entry.file}: {string.Join(", ", entry.types)}");

        Assert.Empty(found);
    }

    [Fact]
    public void Families_Listed_Exist() => Assert.All(Families, path => Assert.True(new SourceFile(path).PublicTypes.Count() > 1, path));

    [Fact]
    public void Namespace_OfAFile_IsItsFolder()
    {
        var found = All().Where(file => file.Namespace is { } name && !Expected(file).Contains(name))
            .Select(file => $"{file}: {file.Namespace}, expected {string.Join(" or ", Expected(file))}");

        Assert.Empty(found);
    }

    [Fact]
    public void File_WithTypes_HasAFileScopedNamespace()
    {
        // .NET finds a startup hook by a name without a namespace.
        var found = All().Where(file => file.Namespace is null && !file.Path.EndsWith("/Program.cs", StringComparison.Ordinal)
            && file.Path != "src/Tutti.Communication/StartupHook.cs"
            && file.CodeLines.Any(line => line.Contains(" class ", StringComparison.Ordinal)));

        Assert.Empty(found);
    }

    private static IEnumerable<SourceFile> All() => Repository.Sources("src").Concat(Repository.Sources("tests"));

    private static string[] Expected(SourceFile file)
    {
        var folder = Path.GetDirectoryName(file.Path)!.Replace('\\', '/');
        if (Renamed.TryGetValue(folder, out var renamed)) return [renamed];
        var own = folder[(folder.IndexOf('/') + 1)..].Replace('/', '.');
        // Users write Tensor, Shape and NoGradient, not the folders they are kept in.
        return own is "Tutti.Tensors.Shapes" or "Tutti.Tensors.Storage" or "Tutti.Tensors.Autograd" ? [own, "Tutti.Tensors"] : [own];
    }
}

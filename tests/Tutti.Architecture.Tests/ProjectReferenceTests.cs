using System.Xml.Linq;

namespace Tutti.Architecture.Tests;

public sealed class ProjectReferenceTests
{
    // Rooms and the rooms they may use, as the design draws them: arrows point down only.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Tutti.Tensors"] = [],
        ["Tutti.Storage"] = [],
        ["Tutti.Communication"] = [],
        ["Tutti.Learning"] = ["Tutti.Storage", "Tutti.Tensors"],
        ["Tutti.Distributed"] = ["Tutti.Communication", "Tutti.Learning", "Tutti.Storage"],
        ["Tutti.Experiments"] = ["Tutti.Communication", "Tutti.Distributed", "Tutti.Learning", "Tutti.Storage", "Tutti.Tensors"],
        ["Tutti.Server"] = ["Tutti.Distributed", "Tutti.Learning", "Tutti.Storage"],
        ["Tutti.Cli"] =
        [
            "Tutti.Communication", "Tutti.Distributed", "Tutti.Experiments", "Tutti.Learning", "Tutti.Server", "Tutti.Storage", "Tutti.Tensors",
        ],
    };

    public static TheoryData<string> Rooms => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Room_RefersToOthers_ExactlyAsTheHouseIsBuilt(string room)
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, "src", room, room + ".csproj"));
        var references = project.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
            .Order(StringComparer.Ordinal);

        Assert.Equal(Allowed[room], references);
    }

    [Fact]
    public void Rooms_OnDisk_AreThoseOfTheHouse()
    {
        var projects = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path)!)
            .Order(StringComparer.Ordinal);

        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), projects);
    }

    [Fact]
    public void Room_HasSources_NoEmptyShells()
    {
        var empty = Allowed.Keys.Where(room => !Repository.Sources($"src/{room}").Any());

        Assert.Empty(empty);
    }
}

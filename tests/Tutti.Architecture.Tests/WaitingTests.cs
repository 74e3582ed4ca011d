using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;

namespace Tutti.Architecture.Tests;

public sealed class WaitingTests
{
    private static readonly string[] Assemblies =
    [
        "Tutti.Communication", "Tutti.Distributed", "Tutti.Experiments", "Tutti.Learning", "Tutti.Server", "Tutti.Storage", "Tutti.Tensors", "tutti",
    ];

    [Fact]
    public void Tests_Waiting_DoNotSleep()
    {
        var found = Repository.Sources("tests")
            .Where(file => Path.GetFileName(file.Path) != "WaitingTests.cs")
            .SelectMany(file => file.CodeLines.Select((line, index) => (file.Path, Line: index + 1, Code: line)))
            .Where(entry => IsSleep(entry.Code))
            .Select(entry => $"{entry.Path}:{entry.Line}");

        Assert.Empty(found);
    }

    [Fact]
    public void Libraries_WaitingForTasks_DoNotBlock()
    {
        var found = Assemblies.SelectMany(BlockingCalls);

        Assert.Empty(found);
    }

    [Fact]
    public void BlockingCalls_InThisAssembly_AreFound()
    {
        // The control: this assembly calls Task.Wait below, so the search must see it.
        CompletedWait();

        Assert.Contains(BlockingCalls("Tutti.Architecture.Tests"), call => call.EndsWith("Task.Wait", StringComparison.Ordinal));
    }

    [Fact]
    public void Methods_ThatAreAsync_ReturnATask()
    {
        var found = Assemblies
            .SelectMany(name => Assembly.Load(name).GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(method => method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute), false))
            .Select(method => $"{method.DeclaringType}.{method.Name}");

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("Thread.Sleep(10);", true)]
    [InlineData("await Task.Delay(delay);", true)]
    [InlineData("await Task.Delay(Timeout.Infinite, stopping.Token);", false)]
    public void IsSleep_OfALine_TellsSleepsFromWaitsForACancellation(string line, bool expected) => Assert.Equal(expected, IsSleep(line));

    private static bool IsSleep(string line) =>
        line.Contains("Thread.Sleep(", StringComparison.Ordinal)
        || line.Contains("Task.Delay(", StringComparison.Ordinal) && !line.Contains("Task.Delay(Timeout.Infinite", StringComparison.Ordinal);

    private static void CompletedWait() => Task.CompletedTask.Wait(TimeSpan.FromSeconds(1));

    private static List<string> BlockingCalls(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly + ".dll")));
        var metadata = file.GetMetadataReader();
        var found = new List<string>();
        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            var (type, name) = (TypeName(metadata, member.Parent), metadata.GetString(member.Name));
            var blocks = type is "Task" or "Task`1" or "ValueTask" or "ValueTask`1" && name is "Wait" or "WaitAll" or "WaitAny" or "get_Result";
            if (blocks) found.Add($"{assembly}: {type}.{name}");
        }
        return found;
    }

    private static string TypeName(MetadataReader metadata, EntityHandle parent) => parent.Kind switch
    {
        HandleKind.TypeReference => metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)parent).Name),
        HandleKind.TypeSpecification => GenericName(metadata, metadata.GetTypeSpecification((TypeSpecificationHandle)parent)),
        _ => "",
    };

    // ECMA-335 II.23.2.14: a generic instance is 0x15, then 0x12 (class) or 0x11 (value type), then the generic type.
    private static string GenericName(MetadataReader metadata, TypeSpecification specification)
    {
        var blob = metadata.GetBlobReader(specification.Signature);
        if (blob.ReadByte() != 0x15) return "";
        blob.ReadByte();
        return blob.ReadTypeHandle() is { Kind: HandleKind.TypeReference } type
            ? metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)type).Name)
            : "";
    }
}

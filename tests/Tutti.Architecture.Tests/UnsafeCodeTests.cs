using System.Text.RegularExpressions;

namespace Tutti.Architecture.Tests;

public sealed partial class UnsafeCodeTests
{
    // Fast code is a guest: these folders are its rooms.
    private static readonly string[] Guests =
    [
        "src/Tutti.Tensors/Kernels/",
        "src/Tutti.Tensors/Storage/",
        "src/Tutti.Communication/Transports/",
        "src/Tutti.Communication/Launching/",
        "src/Tutti.Learning/Trees/Kernels/",
    ];

    [Fact]
    public void UnsafeCodeAndIntrinsics_OutsideTheirFolders_AreAbsent()
    {
        var found = Repository.Sources("src")
            .Where(file => !Guests.Any(folder => file.Path.StartsWith(folder, StringComparison.Ordinal)))
            .SelectMany(file => file.CodeLines.Select((line, index) => (file.Path, Line: index + 1, Code: line)))
            .Where(entry => Unsafe().IsMatch(entry.Code))
            .Select(entry => $"{entry.Path}:{entry.Line}: {entry.Code.Trim()}");

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("    internal unsafe Span<T> View()", true)]
    [InlineData("using System.Runtime.Intrinsics.X86;", true)]
    [InlineData("        fixed (float* pointer = values)", true)]
    [InlineData("        Span<int> index = stackalloc int[8];", false)]
    public void Pattern_OnALine_FindsUnsafeCode(string line, bool expected) => Assert.Equal(expected, Unsafe().IsMatch(line));

    [GeneratedRegex(@"\bunsafe\b|\bSystem\.Runtime\.Intrinsics\b|\bfixed\s*\(")]
    private static partial Regex Unsafe();
}

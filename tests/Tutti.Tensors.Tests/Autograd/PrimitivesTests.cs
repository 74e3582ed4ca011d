using System.Reflection;
using Tutti.Tensors.Autograd;
using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Autograd;

/// <summary>Goes through all primitives: none without a rule or a mark, none whose rule is not checked.</summary>
public sealed class PrimitivesTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => GradientCases.All.Select(item => new TheoryDataRow<string>(item.ToString()));

    private static IEnumerable<Primitive> All => typeof(Primitives)
        .GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
        .Where(member => member.FieldType == typeof(Primitive))
        .Select(member => (Primitive)member.GetValue(null)!);

    [Fact]
    public void Primitives_HaveNamesOfTheirOwn()
    {
        Assert.NotEmpty(All);
        Assert.Equal(All.Count(), All.Select(primitive => primitive.Name).Distinct().Count());
    }

    [Fact]
    public void Primitives_AreDifferentiableOrMarked()
    {
        var marked = All.Where(primitive => !primitive.IsDifferentiable).Select(primitive => primitive.Name);
        var checkedOnes = GradientCases.All.Select(item => item.Primitive);
        var unknown = All.Select(primitive => primitive.Name).Except(marked).Except(checkedOnes);
        Assert.True(!unknown.Any(), $"No gradient check for: {string.Join(", ", unknown)}. Add cases to GradientCases.");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rule_AgreesWithDifferences(string title)
    {
        var item = GradientCases.All.Single(item => item.ToString() == title);
        Assert.True(Records(item), $"The function does not use {item.Primitive}.");
        GradientCheck.Run(item.Function, item.Inputs, item.FloatTolerance);
    }

    private static bool Records(GradientCase item)
    {
        var leaves = Array.ConvertAll(item.Inputs, input => GradientCheck.Convert(input, ElementType.Float64));
        foreach (var leaf in leaves) leaf.RequiresGradient = true;
        var pending = new Stack<GraphNode>();
        if (item.Function(leaves).Node is { } last) pending.Push(last);
        while (pending.TryPop(out var node))
        {
            if (node.Primitive.Name == item.Primitive) return true;
            foreach (var input in node.Inputs)
                if (input.Node is { } earlier) pending.Push(earlier);
        }
        return false;
    }
}

using Tutti.Learning.Training;
using Tutti.Tensors;

namespace Tutti.Distributed.Tests;

public sealed class GradientLayoutTests
{
    [Fact]
    public void Layout_OfAMatrixAndAVector_BeginsEachOnALineBehindTheHead()
    {
        var layout = new GradientLayout(new MatrixModel(3, 7, 5), headCount: 2);

        Assert.Equal((16, 64), (layout.HeadCount, layout.Count));
        Assert.Equal([16, 48], layout.Offsets);
        Assert.Equal([16..37, 48..53], [layout.RangeOf(0), layout.RangeOf(1)]);
        Assert.Equal(new Shape[] { [3, 7], [5] }, layout.Shapes);
    }

    [Fact]
    public void Layout_OfAModelThatSaysNoShapes_HasOneDimensionEach() =>
        Assert.Equal(new Shape[] { [LinearModel.Width], [1], [3] }, new GradientLayout(new LinearModel(Binding.Binds), 0).Shapes);

    [Fact]
    public void HeadOf_ABucket_IsThatOfTheLastOnly()
    {
        var layout = new GradientLayout(new MatrixModel(3, 7, 5), headCount: 20);
        Assert.Equal([0, 32], new BucketPlan(layout.Offsets, layout.Count, 1).Buckets.Select(bucket => layout.HeadOf(bucket)));
    }

    [Fact]
    public void Constructor_ShapeThatDoesNotFit_IsRefusedByName() => Assert.Contains(
        "Got [2, 2] for 3 values of 'wrong'", Assert.Throws<InvalidOperationException>(() => new GradientLayout(new WrongModel(), 0)).Message);

    private sealed class WrongModel : IParameterSource
    {
        private readonly float[] values = new float[3];

        public int ParameterCount => 1;

        public string NameOf(int index) => "wrong";

        public Shape ShapeOf(int index) => [2, 2];

        public Span<float> Values(int index) => values;

        public Span<float> Gradients(int index) => values;

        public bool TryBindGradients(int index, Memory<float> memory) => false;
    }
}

using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Tests.Operations;

public sealed class ColumnTilingTests
{
    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(7, 4)]
    [InlineData(8, 4)]
    [InlineData(10_001, 3)]
    [InlineData(513, 40)]
    [InlineData(5, 0)]
    public void Parts_OfAnyMatrix_CoverEveryElementOnce(int rows, int columns)
    {
        var tiling = new ColumnTiling(rows, columns);
        var end = 0;
        for (var part = 0; part < tiling.Parts; part++)
        {
            var (start, length) = tiling.Part(part).GetOffsetAndLength(rows * columns);
            Assert.Equal(end, start);
            Assert.Equal(tiling.Height(part) * tiling.Width(part), length);
            Assert.InRange(tiling.Height(part), 1, 256);
            end = start + length;
        }
        Assert.Equal(rows * columns, end);
    }

    [Fact]
    public void Repeat_OfColumns_FillsTheWideRow()
    {
        var tiling = new ColumnTiling(100, 12);
        var wide = new int[tiling.WideColumns];
        tiling.Repeat([.. Enumerable.Range(0, 12)], wide);
        Assert.Equal(Enumerable.Range(0, 24).Select(i => i % 12), wide);
    }
}

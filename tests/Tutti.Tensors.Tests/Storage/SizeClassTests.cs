using Tutti.Tensors.Storage;

namespace Tutti.Tensors.Tests.Storage;

public sealed class SizeClassTests
{
    [Fact]
    public void BytesOf_TheClassOfASize_HoldsItAndWastesLittle()
    {
        for (var bytes = 0L; bytes < 1 << 20; bytes += bytes < 4096 ? 1 : 97)
        {
            var size = SizeClass.BytesOf(SizeClass.Of(bytes));
            Assert.True(size >= bytes, $"{bytes} bytes got a block of {size}");
            Assert.True(size <= Math.Max(2 * SizeClass.Alignment, bytes * 5 / 4 + SizeClass.Alignment), $"{bytes} bytes got a block of {size}");
        }
    }

    [Fact]
    public void BytesOf_AClass_BelongsToAClassOfThatSize()
    {
        for (var sizeClass = 0; sizeClass < SizeClass.Count; sizeClass++)
            Assert.Equal(SizeClass.BytesOf(sizeClass), SizeClass.BytesOf(SizeClass.Of(SizeClass.BytesOf(sizeClass))));
    }
}

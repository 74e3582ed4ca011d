using FsCheck;
using FsCheck.Fluent;

namespace Tutti.Distributed.Tests;

public sealed class BucketPiecesTests
{
    [Fact]
    public void Pieces_AnyBoundsAndWindow_CoverEveryPartOnceInOrderAndFit() => Prop.ForAll(
        (from lengths in Gen.Choose(0, 5_000).NonEmptyListOf()
            from extra in Gen.Choose(0, 4_000)
            select (lengths.ToArray(), extra)).ToArbitrary(),
        input =>
        {
            var (lengths, extra) = input;
            int[] bounds = [7, .. lengths.Select((_, rank) => 7 + lengths[..(rank + 1)].Sum())];
            var window = BucketPieces.LeastWindow(lengths.Length) + extra;
            var pieces = new BucketPieces(bounds, window);
            for (var rank = 0; rank < lengths.Length; rank++)
            {
                var end = bounds[rank];
                for (var piece = 0; piece < pieces.Count; piece++)
                {
                    var (start, count) = pieces.PartOf(piece, rank);
                    Assert.Equal((end, pieces.InWindow[piece][rank + 1] - pieces.InWindow[piece][rank]), (start, count));
                    end += count;
                }
                Assert.Equal(bounds[rank + 1], end);
            }
            Assert.All(pieces.InWindow, inWindow => Assert.InRange(inWindow[^1], 0, window));
            if (lengths.Sum() <= window) Assert.Equal(1, pieces.Count);
        }).QuickCheckThrowOnFailure();
}

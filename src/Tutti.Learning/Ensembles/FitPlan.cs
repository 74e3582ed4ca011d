using Tutti.Learning.Data.Partitions;
using Tutti.Tensors.Random;

namespace Tutti.Learning.Ensembles;

/// <summary>Which rows a fit learns from and which it predicts, without any row on both sides, nor a copy of one.</summary>
/// <param name="LearnedRows">Ascending.</param>
/// <param name="PredictedRows">Ascending.</param>
/// <param name="LeftOutCount">How many rows would have been learned from, but for a copy among the others.</param>
internal sealed record FitPlan(int[] LearnedRows, int[] PredictedRows, int LeftOutCount)
{
    // Beyond the streams by which folds are drawn.
    private const ulong SeedStreams = 1UL << 63;

    internal static FitPlan Of(Fold fold, RowFingerprints identity, DuplicateRows duplicates)
    {
        int[] predicted = [.. fold.TestRows];
        var wasSeen = new SeenRows(identity.Select(predicted)).Find(identity);
        int[] learned = [.. fold.TrainRows.Where(row => !wasSeen[row])];
        var leftOut = fold.TrainRows.Count - learned.Length;
        if (leftOut > 0 && duplicates == DuplicateRows.Refuse)
            throw new ArgumentException(
                $"Ensemble: rows to learn from have copies among those to be predicted. Got {leftOut} of {fold.TrainRows.Count}. Expected none. " +
                "Remove them, keep copies in one group, or leave them out by DuplicateRows.LeaveOut.");
        if (learned.Length == 0)
            throw new ArgumentException(
                $"Ensemble: nothing is left to learn from. Got {fold.TrainRows.Count} rows, all with copies among the {predicted.Length} to be " +
                "predicted. Expected different rows. Give each row a number of its own by RowFingerprints.OfNumbers if equal samples are not the same.");
        return new FitPlan(learned, predicted, leftOut);
    }

    /// <summary>The seed of a member's fit.</summary>
    internal static ulong SeedOf(ulong seed, int member, int fit)
    {
        var random = new CounterRandom(seed, RandomPurpose.Sampling, SeedStreams | (ulong)member << 32 | (uint)fit);
        return (ulong)random.NextUInt32() << 32 | random.NextUInt32();
    }
}

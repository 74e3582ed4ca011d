using System.Globalization;

namespace Tutti.Communication.Membership;

/// <summary>Where a rank is in its sequence of operations.</summary>
/// <param name="Number">Of its last operation; 0 before the first.</param>
/// <param name="Operation">That operation's name.</param>
/// <param name="IsInside">Whether it is still in it.</param>
/// <param name="Elapsed">How long it has been in it, or out of it.</param>
internal readonly record struct RankActivity(long Number, string Operation, bool IsInside, TimeSpan Elapsed)
{
    internal static RankActivity None => new(0, "", false, TimeSpan.Zero);

    /// <summary>One line of a verdict, seen some time after the rank was there.</summary>
    internal string Describe(int rank, TimeSpan later)
    {
        if (Number == 0) return $"rank {rank}: has not begun an operation";
        var elapsed = (Elapsed + later).TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
        return IsInside
            ? $"rank {rank}: in {Operation} #{Number} for {elapsed} s"
            : $"rank {rank}: finished {Operation} #{Number}, between operations for {elapsed} s";
    }
}

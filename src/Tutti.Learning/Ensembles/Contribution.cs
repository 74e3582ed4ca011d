using Tutti.Tensors.Random;

namespace Tutti.Learning.Ensembles;

/// <summary>
/// What each member contributes to the value of an ensemble. A value is whatever should be great, such as accuracy or −log loss, of an
/// ensemble of some members; whether these are combined anew or as before is up to the caller. A contribution above 0 helps.
/// </summary>
public static class Contribution
{
    /// <summary>The most members of <see cref="Shapley"/>: 4,096 ensembles.</summary>
    public const int MostShapleyMembers = 12;

    /// <summary>What is lost without each member: v(all) − v(all but i). Members that say the same seem worthless, each beside the other.</summary>
    /// <param name="memberCount">How many members, at least 2.</param>
    /// <param name="value">The value of an ensemble of some members, given by their positions, ascending; never empty.</param>
    /// <returns>One number a member.</returns>
    public static double[] LeaveOneOut(int memberCount, Func<IReadOnlyList<int>, double> value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(memberCount, 2);
        ArgumentNullException.ThrowIfNull(value);
        int[] everybody = [.. Enumerable.Range(0, memberCount)];
        var all = value(everybody);
        return [.. everybody.Select(member => all - value([.. everybody.Where(other => other != member)]))];
    }

    /// <summary>
    /// Shapley values (Shapley 1953), exactly: the mean, over all orders in which members might join, of what each adds when it joins. Their
    /// sum is v(all) − v(nobody). Asks for 2^M values.
    /// </summary>
    /// <param name="memberCount">M, 1 to <see cref="MostShapleyMembers"/>.</param>
    /// <param name="value">The value of an ensemble of some members, given by their positions, ascending; also of nobody, for instance that
    /// of a guess by the classes' shares. Asked once for each.</param>
    /// <returns>One number a member.</returns>
    public static double[] Shapley(int memberCount, Func<IReadOnlyList<int>, double> value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(memberCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(memberCount, MostShapleyMembers);
        ArgumentNullException.ThrowIfNull(value);
        var values = new double[1 << memberCount];
        for (var set = 0; set < values.Length; set++) values[set] = value(MembersOf(set, memberCount));
        // A set of s members that i joins stands at this place in s! (M − s − 1)! of the M! orders.
        var shares = new double[memberCount];
        shares[0] = 1.0 / memberCount;
        for (var size = 1; size < memberCount; size++) shares[size] = shares[size - 1] * size / (memberCount - size);
        var result = new double[memberCount];
        for (var set = 0; set < values.Length; set++)
            for (var member = 0; member < memberCount; member++)
                if ((set & 1 << member) == 0)
                    result[member] += shares[int.PopCount(set)] * (values[set | 1 << member] - values[set]);
        return result;
    }

    /// <summary>
    /// What is lost when a member's predictions are dealt to other rows (Breiman's permutation importance): the others and the way they are
    /// combined stay as they are. 0 for a member whom the combiner does not look at.
    /// </summary>
    /// <param name="predictions">What the members say.</param>
    /// <param name="combiner">How they are combined.</param>
    /// <param name="value">The value of combined probabilities <c>[N, C]</c>.</param>
    /// <param name="seed">Decides the orders.</param>
    /// <param name="repeatCount">How many orders the loss is averaged over, at least 1; default 5.</param>
    /// <returns>One number a member.</returns>
    public static double[] Permutation(
        EnsemblePredictions predictions, Combiner combiner, Func<double[], double> value, ulong seed, int repeatCount = 5)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(combiner);
        ArgumentNullException.ThrowIfNull(value);
        ArgumentOutOfRangeException.ThrowIfLessThan(repeatCount, 1);
        var all = value(combiner.Combine(predictions));
        var result = new double[predictions.Members.Count];
        for (var member = 0; member < result.Length; member++)
        {
            for (var repeat = 0; repeat < repeatCount; repeat++)
            {
                var order = Enumerable.Range(0, predictions.Count).ToArray();
                new CounterRandom(seed, RandomPurpose.Shuffling, (ulong)member << 32 | (uint)repeat).Shuffle<int>(order);
                var members = predictions.Members.ToArray();
                members[member] = members[member].Shuffled(order);
                result[member] += (all - value(combiner.Combine(new EnsemblePredictions(members)))) / repeatCount;
            }
        }
        return result;
    }

    private static int[] MembersOf(int set, int memberCount) => [.. Enumerable.Range(0, memberCount).Where(member => (set & 1 << member) != 0)];
}

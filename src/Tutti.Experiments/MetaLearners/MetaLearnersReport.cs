using System.Globalization;
using Tutti.Experiments.Data;
using Tutti.Experiments.Reports;

namespace Tutti.Experiments.MetaLearners;

/// <summary>Tells what was found.</summary>
/// <param name="settings">What was measured.</param>
/// <param name="found">A measurement a seed, at least one.</param>
/// <param name="rows">The samples.</param>
/// <param name="remarks">What is different on this machine from how the experiment is described.</param>
internal sealed class MetaLearnersReport(
    MetaLearnersSettings settings, IReadOnlyList<MetaLearnersMeasurement> found, LabelledRows rows, IReadOnlyList<string> remarks)
{
    private readonly MetaLearnersResults results = new(settings, found);

    internal ExperimentReport Create()
    {
        var sections = new MetaLearnersSections(results);
        return new ExperimentReport
        {
            Title = $"Meta-learners: {settings.Members.Count} different models on {settings.WorkerCount} workers",
            Finding = string.Join(' ', Finding()),
            Parameters = [.. Parameters()],
            Sections = [sections.Ways(), sections.Times(), sections.Contributions(), sections.Leak()],
            Notes = [.. remarks, .. Notes()],
            Results = [.. found.SelectMany(own => own.ToJson(results.MemberNames))],
        };
    }

    private IEnumerable<string> Finding()
    {
        var gain = results.LossGain("stacking");
        yield return $"The best member out of fold ({results.BestNames}) is right about {Number(results.BestPercent)} % of the held-out samples; stacking about " +
            $"{Number(results.Percent("stacking"))} %, the super learner {Number(results.Percent("super learner"))} %, a plain soft vote {Number(results.Percent("soft vote"))} %.";
        yield return gain.Least > 0
            ? $"Stacking lowers the log loss by {Interval(gain)}."
            : gain.Greatest < 0
                ? $"Stacking raises the log loss by {Interval(new Measurement(-gain.Median, -gain.Greatest, -gain.Least, gain.Count))}: here it does harm."
                : $"By how much stacking changes the log loss is uncertain: a gain of {Interval(gain)}.";
        yield return $"A student taught by the stack is right about {Number(results.Percent("mlp taught by the stack"))} %, the same network without a teacher about " +
            $"{Number(results.Percent("the same mlp, not taught"))} %.";
        yield return $"Training the {settings.Members.Count * (settings.FoldCount + 1)} models by {results.TimeNames[1]} was {Number(results.SpeedUp(1))} times as fast as one after the other.";
        var (same, count) = results.CountSameBits();
        yield return same == count
            ? $"All {count} trainings by several workers gave the same predictions, bit for bit, as one after the other."
            : $"Only {same} of {count} trainings by several workers gave the predictions of one after the other: this is a defect.";
        yield return $"Stacked on rows that the members had seen, a learner would have claimed {Number(results.Over(own => own.Leak.WrongApparentPercent)!.Median)} % and reached " +
            $"{Number(results.Over(own => own.Leak.WrongTestPercent)!.Median)} %.";
    }

    private static string Number(double value) => ReportNumber.Measured(value);

    private static string Interval(Measurement value) => $"{Number(value.Median)} (95 % of resamples: {Number(value.Least)} to {Number(value.Greatest)})";

    private IEnumerable<ReportParameter> Parameters() =>
    [
        new("data", $"{rows.Name}, training and test part joined, {ReportNumber.Count(rows.Count)} samples"),
        new("members", string.Join(", ", results.MemberNames)),
        new("workers", string.Join(", ", results.TimeNames.Skip(1))),
        new("folds", $"{settings.FoldCount}, stratified"),
        new("networks", $"Adam with a cosine schedule, {settings.EpochCount} epochs, batches of 64"),
        new("blending", string.Create(CultureInfo.InvariantCulture, $"{settings.HoldOutShare} of the training samples held out")),
        new("bag", $"{settings.BagCount} models"),
        new("student", string.Create(CultureInfo.InvariantCulture, $"mlp, temperature {settings.Temperature}, teacher's share {settings.TeacherShare}")),
        new("seeds", settings.SeedCount == 1 ? "0" : $"0 to {settings.SeedCount - 1}, of folds, draws, initial weights and the order of samples"),
    ];

    private IEnumerable<string> Notes() =>
    [
        $"Every {HeldOut.Every}th sample of one fixed random order is held out: nothing learns from it, not even a meta-learner. All seeds are measured on the same held-out samples.",
        "Members: lstm (rows of pixels as steps), lenet, mlp and one linear layer are networks; neighbors are the five nearest training samples, bayes is Gaussian naive Bayes with smoothed variances. " +
            "Rates and epochs were not tuned: what matters is that members differ.",
        "Stacking fits each member once on all training samples and once for each fold without it; the meta-learner (multinomial logistic regression on log-probabilities, L2 = 1) sees out-of-fold predictions only. " +
            "The super learner gives each member a weight of at least 0 by least squares; greedy selection adds members with replacement for the log loss; votes learn nothing.",
        "Samples with the same pixels in training part and fold count as one: the copy is not learned from" +
            $" ({ReportNumber.Count(found.Sum(own => own.LeftOutCount))} samples over all folds and seeds).",
        "Times: one compute thread a worker, also where one after the other; from the start of workers to the last prediction, reading samples included. Whoever is free takes the next model, those that take longest first. " +
            "The first training of the page also pays for compilation at run time. Other programs on the machine are not kept away.",
        $"Intervals are the middle 95 % of {ReportNumber.Count(settings.ResampleCount)} resamples that draw seeds and held-out samples with replacement; with few seeds they say little of how seeds differ.",
        "Contributions are gains in −log loss of the held-out samples. Shapley: mean over all orders of joining a soft vote, beginning with a guess by the classes' shares; left out: what the soft vote loses without the member; " +
            "refitted: what the super learner loses when its weights are found anew without it. A negative number means that the ensemble would be better without.",
        "The student learns from out-of-fold predictions of the stack, and the meta-learner has seen the classes of these rows, with few weights. Its twin is the same network with the same seed and no teacher.",
    ];
}

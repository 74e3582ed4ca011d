using Tutti.Experiments.Reports;
using Tutti.Experiments.Reports.Charts;

namespace Tutti.Experiments.MetaLearners;

/// <summary>The charts and tables of the report on meta-learners.</summary>
internal sealed class MetaLearnersSections(MetaLearnersResults results)
{
    private static readonly string[] Kinds = ["Shapley", "left out", "refitted"];

    // As the ways are ordered; their whole names stand in the table.
    private static readonly string[] ShortNames = ["hard", "soft", "greedy", "super", "stack", "blend", "bag", "taught", "not t."];

    internal ReportSection Ways() => new()
    {
        Title = "Members and ways to combine them",
        Paragraphs =
        [
            "Accuracy and log loss on held-out samples. The gains are over the member that is the best out of fold, which can be known without the held-out samples; their ranges are intervals from resamples. " +
            "Seconds are those of training: of a member alone its fit on all training samples, of what learns from out-of-fold predictions all fits.",
        ],
        Charts = [WayBars("Wrong answers", "% wrong", way => 100 - way.Percent), WayBars("Log loss", "log loss", way => way.LogLoss)],
        Tables =
        [
            new ReportTable
            {
                Caption = "Held-out samples: median over seeds, and range; gains with intervals",
                Columns = ["who", "right (%)", "log loss", "gain (points)", "gain (log loss)", "training (s)"],
                Rows = [.. results.WayNames.Select(name => (IReadOnlyList<ReportCell>)
                [
                    name, results.OverWay(name, way => way.Percent), results.OverWay(name, way => way.LogLoss),
                    results.PercentGain(name), results.LossGain(name), results.OverWay(name, way => way.Seconds),
                ])],
            },
            new ReportTable
            {
                Caption = "What the bag says of itself, from rows out of bag",
                Columns = ["seed", "rows", "right (%)", "log loss"],
                Rows = [.. results.All.Select(own => (IReadOnlyList<ReportCell>)
                    [$"{own.Seed}", own.OutOfBag.RowCount, 100 * own.OutOfBag.Accuracy, own.OutOfBag.LogLoss])],
            },
        ],
    };

    internal ReportSection Times() => new()
    {
        Title = "Trained at once",
        Paragraphs =
        [
            $"The {results.Settings.Members.Count * (results.Settings.FoldCount + 1)} models of a stack, {results.Settings.FoldCount + 1} of each member. Busy is the share of the workers' time in which they " +
            "trained or predicted; the rest is starting, reading, writing, and waiting at the end for the one that has the last model.",
        ],
        Charts =
        [
            new BarChart
            {
                Title = "Seconds until all models are trained", ValueAxis = new ChartAxis("seconds"), Groups = results.TimeNames,
                Description = string.Join(", ", results.TimeNames.Select((name, time) => $"{name} {Text(results.Over(own => own.Times[time].Seconds))} s")) + ".",
                Series = [new BarSeries("stack", [.. results.TimeNames.Select((_, time) => results.Over(own => own.Times[time].Seconds))])],
            },
        ],
        Tables =
        [
            new ReportTable
            {
                Caption = "All models of a stack: median over seeds, and range",
                Columns = ["who", "time (s)", "times as fast", "busy (%)", "same predictions"],
                Rows = [.. results.TimeNames.Select((name, time) => (IReadOnlyList<ReportCell>)
                [
                    name, results.Over(own => own.Times[time].Seconds), results.Over(own => own.Times[0].Seconds / own.Times[time].Seconds),
                    results.Over(own => 100 * own.Times[time].BusyShare), results.All.All(own => own.Times[time].Sha256 == own.Times[0].Sha256) ? "yes" : "no",
                ])],
            },
            new ReportTable
            {
                Caption = "One fit of a member (median over its fits), one after the other",
                Columns = ["member", "seconds"],
                Rows = [.. results.MemberNames.Select((name, member) => (IReadOnlyList<ReportCell>)[name, results.Over(own => own.FitSeconds[member])])],
            },
        ],
    };

    internal ReportSection Contributions() => new()
    {
        Title = "What each member contributes",
        Paragraphs =
        [
            "Gains in −log loss on held-out samples; whiskers and ranges are intervals from resamples of seeds and samples. Shapley values divide the whole gain over a guess among the members; " +
            "the others ask what is lost without one, which is little where another can stand in.",
        ],
        Charts =
        [
            Bars("Shapley values in a soft vote", Kinds[..1], kind => member => ValueOf(kind, member)),
            Bars("What is lost without a member", Kinds[1..], kind => member => ValueOf(kind, member)),
        ],
        Tables =
        [
            new ReportTable
            {
                Caption = "Contributions to −log loss, with intervals; permuted and shares: median over seeds, and range",
                Columns = ["member", .. Kinds, "permuted in the stack", "super learner's share (%)", "greedy selection's share (%)"],
                Rows = [.. results.MemberNames.Select((name, member) => (IReadOnlyList<ReportCell>)
                [
                    name, .. Kinds.Select(kind => (ReportCell)ValueOf(kind, member)), results.Over(own => own.Shares.Permuted[member]),
                    results.Over(own => 100 * own.Shares.Weights[member]), results.Over(own => 100 * own.Shares.Taken[member]),
                ])],
            },
        ],
    };

    internal ReportSection Leak() => new()
    {
        Title = "The wrong way: what a leak would have shown",
        Paragraphs =
        [
            "Meta-learners of Tutti refuse predictions of rows that a member has learned from. Asked to stack on them, the guard says:",
            results.All[0].Leak.Refusal,
            "To see what it saves from, one linear layer (not a meta-learner) learned from the members' log-probabilities as from any table: wrongly, as members say them of rows that they have seen, and rightly, out of fold. " +
            "The wrong way looks better on what it learned from, and trusts those members that remember best.",
        ],
        Tables =
        [
            new ReportTable
            {
                Caption = "A linear layer on members' predictions: median over seeds, and range",
                Columns = ["learned from", "right on what it learned from (%)", "right on held-out samples (%)", "log loss there"],
                Rows =
                [
                    ["wrong: rows that members had seen", results.Over(own => own.Leak.WrongApparentPercent), results.Over(own => own.Leak.WrongTestPercent), results.Over(own => own.Leak.WrongTestLogLoss)],
                    ["right: out-of-fold predictions", results.Over(own => own.Leak.RightApparentPercent), results.Over(own => own.Leak.RightTestPercent), results.Over(own => own.Leak.RightTestLogLoss)],
                ],
            },
        ],
    };

    private Measurement ValueOf(string kind, int member) => results.Resampled(own =>
        (kind == Kinds[0] ? own.Shares.Shapley : kind == Kinds[1] ? own.Shares.LeftOut : own.Shares.Refitted)[member]);

    private BarChart Bars(string title, string[] kinds, Func<string, Func<int, Measurement>> value) => new()
    {
        Title = title, ValueAxis = new ChartAxis("gain in −log loss"), Groups = results.MemberNames,
        Description = string.Join(" ", results.MemberNames.Select((name, member) =>
            $"{name}: {string.Join(", ", kinds.Select(kind => $"{kind} {Text(value(kind)(member))}"))}.")),
        Series = [.. kinds.Select(kind => new BarSeries(kind, [.. results.MemberNames.Select((_, member) => value(kind)(member))], Array.IndexOf(Kinds, kind)))],
    };

    // Members and what is made of them are two series, so that eyes find the line between them.
    private BarChart WayBars(string title, string label, Func<WayResult, double> value)
    {
        var memberCount = results.MemberNames.Count;
        Measurement? At(int way, bool isMember) => way < memberCount == isMember ? results.OverWay(results.WayNames[way], value) : null;
        int[] ways = [.. Enumerable.Range(0, results.WayNames.Count)];
        return new BarChart
        {
            Title = title, ValueAxis = new ChartAxis(label), Groups = [.. results.WayNames.Select((name, way) => way < memberCount ? name : ShortNames[way - memberCount])],
            Description = string.Join(", ", results.WayNames.Select(name => $"{name} {Text(results.OverWay(name, value))}")) + ".",
            Series =
            [
                new BarSeries("members alone", [.. ways.Select(way => At(way, isMember: true))], 3),
                new BarSeries("combined", [.. ways.Select(way => At(way, isMember: false))], 4),
            ],
        };
    }

    private static string Text(Measurement? value) => ReportNumber.Measured(value?.Median ?? double.NaN);
}

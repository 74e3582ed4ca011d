using Tutti.Learning.Schedules;

namespace Tutti.Cli.Verification;

/// <summary>A scheduler as training cases describe it: a curve, with or without one for the momentum, or what looks at a metric.</summary>
/// <param name="Rate">The learning rate.</param>
/// <param name="Momentum">The momentum, if the scheduler changes it.</param>
/// <param name="Plateau">What the learning rate falls by instead of following <paramref name="Rate"/>.</param>
internal sealed record TrainingSchedule(Schedule Rate, Schedule? Momentum = null, ReduceOnPlateauOptions? Plateau = null)
{
    internal static TrainingSchedule None { get; } = new(Schedules.Constant);

    internal static TrainingSchedule Read(GoldenAttributes attributes)
    {
        var type = attributes.Text("type");
        var schedule = type switch
        {
            "StepLR" => new(Schedules.Step(attributes.Whole("step_size"), attributes.Number("gamma", 0.1))),
            "CosineAnnealingLR" => new(Schedules.CosineAnnealing(attributes.Whole("T_max"), attributes.Number("eta_min", 0))),
            "LinearLR" => new(Schedules.Linear(
                attributes.Number("start_factor", 1.0 / 3), attributes.Number("end_factor", 1), attributes.Whole("total_iters", 5))),
            "OneCycleLR" => ReadOneCycle(attributes),
            "ReduceLROnPlateau" => new(Schedules.Constant, Plateau: ReadPlateau(attributes)),
            "SequentialLR" => ReadSequential(attributes),
            _ => throw new UnsupportedCaseException($"no scheduler '{type}'"),
        };
        attributes.Finish();
        return schedule;
    }

    private static TrainingSchedule ReadOneCycle(GoldenAttributes attributes)
    {
        var options = new OneCycleOptions
        {
            MaximumRate = attributes.Number("max_lr"),
            StepCount = attributes.Whole("total_steps"),
            WarmupShare = attributes.Number("pct_start", 0.3),
            IsLinear = attributes.Text("anneal_strategy", "cos") switch
            {
                "linear" => true,
                "cos" => false,
                var other => throw new UnsupportedCaseException($"anneal strategy '{other}'"),
            },
            InitialDivisor = attributes.Number("div_factor", 25),
            FinalDivisor = attributes.Number("final_div_factor", 1e4),
            BaseMomentum = attributes.Number("base_momentum", 0.85),
            MaximumMomentum = attributes.Number("max_momentum", 0.95),
        };
        if (attributes.Flag("three_phase", false)) throw new UnsupportedCaseException("a cycle of three phases");
        return new(Schedules.OneCycle(options), attributes.Flag("cycle_momentum", true) ? Schedules.OneCycleMomentum(options) : null);
    }

    private static ReduceOnPlateauOptions ReadPlateau(GoldenAttributes attributes) => new()
    {
        Mode = attributes.Text("mode", "min") switch
        {
            "min" => PlateauMode.Minimize,
            "max" => PlateauMode.Maximize,
            var other => throw new UnsupportedCaseException($"plateau mode '{other}'"),
        },
        IsThresholdAbsolute = attributes.Text("threshold_mode", "rel") switch
        {
            "abs" => true,
            "rel" => false,
            var other => throw new UnsupportedCaseException($"threshold mode '{other}'"),
        },
        Factor = attributes.Number("factor", 0.1),
        Patience = attributes.Whole("patience", 10),
        Threshold = attributes.Number("threshold", 1e-4),
        Cooldown = attributes.Whole("cooldown", 0),
        MinimumRate = attributes.Number("min_lr", 0),
        LeastChange = attributes.Number("eps", 1e-8),
    };

    private static TrainingSchedule ReadSequential(GoldenAttributes attributes)
    {
        TrainingSchedule[] parts =
            [.. attributes.Any("schedulers").EnumerateArray().Select(part => Read(new GoldenAttributes(part, "a part of SequentialLR")))];
        if (Array.Exists(parts, part => part.Momentum is not null || part.Plateau is not null))
            throw new UnsupportedCaseException("a sequence with momentum or plateaus");
        long[] milestones = [.. attributes.WholeList("milestones")];
        return new(Schedules.Sequential([.. parts.Select(part => part.Rate)], milestones));
    }
}

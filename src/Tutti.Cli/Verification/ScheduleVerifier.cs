namespace Tutti.Cli.Verification;

/// <summary>Runs a case of <c>learning_rate_schedule</c>: the rate of each step, and the momentum where it changes.</summary>
internal static class ScheduleVerifier
{
    internal static GoldenComparison Run(GoldenCase golden)
    {
        var attributes = golden.Attributes;
        var optimizer = TrainingOptimizers.Read(attributes.Nested("optimizer"))();
        var schedule = TrainingSchedule.Read(attributes.Nested("scheduler"));
        var stepCount = attributes.Whole("steps");
        attributes.Finish();
        CheckLists(golden, schedule);

        var metrics = schedule.Plateau is null ? null : golden.Tensor("input.0").ToArray<float>();
        var run = new ScheduleRun(schedule, optimizer, stepCount);
        float[] rates = new float[stepCount], momenta = new float[stepCount];
        for (var step = 0; step < stepCount; step++)
        {
            run.Prepare(step);
            (rates[step], momenta[step]) = ((float)optimizer.LearningRate, (float)optimizer.Momentum);
            if (metrics is not null) run.Report(metrics[step]);
        }
        var comparison = new GoldenComparison(golden.Rtol, golden.Atol);
        comparison.Check("learning_rates", rates, golden.Tensor("output.0").AsSpan<float>());
        if (golden.OutputNames.Count > 1) comparison.Check("momenta", momenta, golden.Tensor("output.1").AsSpan<float>());
        return comparison;
    }

    private static void CheckLists(GoldenCase golden, TrainingSchedule schedule)
    {
        string[] inputs = schedule.Plateau is null ? [] : ["metric"];
        string[] outputs = schedule.Momentum is null ? ["learning_rates"] : ["learning_rates", "momenta"];
        if (!golden.InputNames.SequenceEqual(inputs) || !golden.OutputNames.SequenceEqual(outputs))
            throw new UnsupportedCaseException(
                $"inputs [{string.Join(", ", golden.InputNames)}], outputs [{string.Join(", ", golden.OutputNames)}]");
    }
}

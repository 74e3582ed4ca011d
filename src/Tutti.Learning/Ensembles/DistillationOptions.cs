namespace Tutti.Learning.Ensembles;

/// <summary>How <see cref="Distillation"/> goes about it.</summary>
public sealed record DistillationOptions
{
    /// <summary>The student. Default: <c>mlp</c> and its other defaults.</summary>
    public NetworkRecipe Student { get; init; } = new();

    /// <summary>T, by which logits are divided before the softmax, of teacher and student; more than 0, default 2.</summary>
    public double Temperature { get; init; } = 2;

    /// <summary>How much the teacher's probabilities count, 0 to 1; the classes themselves count for the rest. Default 0.7.</summary>
    public double TeacherShare { get; init; } = 0.7;

    /// <summary>Decides the student's initial weights and the order of samples. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>How many threads compute one operation, at least 1; no influence on results. Null, the default: the machine's
    /// cores.</summary>
    public int? ComputeThreads { get; init; }

    internal void ThrowIfInvalid()
    {
        var problems = new List<string>();
        if (Student is null) problems.Add("Student is null, expected a network");
        if (!(Temperature > 0 && double.IsFinite(Temperature))) problems.Add($"Temperature is {Temperature}, expected more than 0");
        if (!(TeacherShare is >= 0 and <= 1)) problems.Add($"TeacherShare is {TeacherShare}, expected 0 to 1");
        if (ComputeThreads < 1) problems.Add($"ComputeThreads is {ComputeThreads}, expected at least 1");
        if (problems.Count > 0) throw new ArgumentException($"DistillationOptions: {string.Join("; ", problems)}. Correct them and try again.");
    }
}

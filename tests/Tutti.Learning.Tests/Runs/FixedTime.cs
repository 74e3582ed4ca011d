namespace Tutti.Learning.Tests.Runs;

/// <summary>A clock that stands still until it is set.</summary>
internal sealed class FixedTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 1, 31, 23, 59, 58, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}

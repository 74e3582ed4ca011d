namespace Tutti.Learning.Data.Ecg;

/// <summary>A record gives no beats; the message says why.</summary>
public sealed class EcgRecordException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="problem">Why, for programs.</param>
    /// <param name="message">Why, for people.</param>
    /// <param name="inner">What was thrown before; null if nothing was.</param>
    public EcgRecordException(EcgRecordProblem problem, string message, Exception? inner = null)
        : base(message, inner) => Problem = problem;

    /// <summary>Why it gives none.</summary>
    public EcgRecordProblem Problem { get; }
}

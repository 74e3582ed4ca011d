namespace Tutti.Experiments;

/// <summary>An experiment cannot be begun with what it was given; the message is for the user as it is. Nothing was measured.</summary>
public sealed class ExperimentInputException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong, what was got, what is expected, what to do.</param>
    /// <param name="cause">What it follows from. Default: nothing.</param>
    public ExperimentInputException(string message, Exception? cause = null) : base(message, cause)
    {
    }
}

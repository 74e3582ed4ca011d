using Tutti.Communication.Membership;

namespace Tutti.Communication.Rendezvous;

internal sealed partial record JobEnvironment
{
    /// <summary>The job's secret, as the environment gives it.</summary>
    /// <exception cref="RendezvousException">There is none, or it is wrong; the message says what to set and repeats nothing.</exception>
    internal JobSecret ReadSecret()
    {
        if (Secret is { } text) return JobSecret.Parse(text, JobSecret.Variable);
        if (SecretFile is not { } path)
            throw new RendezvousException(
                $"Rendezvous: the job has no secret. Got neither {JobSecret.Variable} nor {JobSecret.FileVariable}" +
                $"{(Kind == LaunchKind.Alone ? "" : $" in a job of {Size} processes ({Kind})")}. Expected the same 64 hexadecimal digits for each of them. Set it where the job is started: " +
                $"export {JobSecret.Variable}=$(openssl rand -hex 32)")
            {
                IsWrongInput = true,
            };
        try
        {
            return JobSecret.Parse(File.ReadAllText(path), $"the file of {JobSecret.FileVariable}");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new RendezvousException(
                $"Rendezvous: the file of {JobSecret.FileVariable} cannot be read. Got '{unreadable.Message}'. Expected 64 hexadecimal " +
                "digits in it. Correct the path.",
                unreadable)
            {
                IsWrongInput = true,
            };
        }
    }
}

namespace Tutti.Communication.Launching;

/// <summary>A private folder of a job on this machine (mode 0700), gone at its end.</summary>
internal sealed class JobFolder : IDisposable
{
    /// <exception cref="IOException">It cannot be made; the message says where.</exception>
    internal JobFolder()
    {
        try
        {
            Path = Directory.CreateTempSubdirectory("tutti-").FullName;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"Launch: the job's folder cannot be made. Got '{problem.Message}' in {System.IO.Path.GetTempPath()}. Expected a folder for " +
                "temporary files that can be written. Make room there, or set TMPDIR.", problem);
        }
    }

    internal string Path { get; }

    internal string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            // A process that could not be ended still writes there, or the guardian removes it at the same time.
        }
    }
}

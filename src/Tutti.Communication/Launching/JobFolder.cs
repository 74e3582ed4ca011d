namespace Tutti.Communication.Launching;

/// <summary>A private folder of a job on this machine (mode 0700), gone at its end.</summary>
internal sealed class JobFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("tutti-").FullName;

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

namespace Tutti.Cli.Arguments;

/// <summary>A folder that results are to go into.</summary>
internal static class OutputFolder
{
    /// <summary>Makes sure, before long work, that it is there or can be made; what is not there yet is not left behind.</summary>
    /// <exception cref="InputException">It cannot be made.</exception>
    internal static string Check(GivenValue given)
    {
        var path = given.NotEmpty();
        try
        {
            var isNew = !Directory.Exists(path);
            Directory.CreateDirectory(path);
            if (isNew) Directory.Delete(path);
            return path;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"{given.Source}: no folder can be made there. Got '{path}': {problem.Message} Expected a folder, or a path where one can be " +
                "made. Choose another one.", problem);
        }
    }
}

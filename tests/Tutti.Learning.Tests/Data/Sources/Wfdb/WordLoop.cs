namespace Tutti.Learning.Tests.Data.Sources.Wfdb;

/// <summary>PhysioNet's annot(5) once more, as a plain loop over 16-bit words: times and codes only.</summary>
internal static class WordLoop
{
    public static List<(long Sample, int Code)> Read(byte[] file)
    {
        var found = new List<(long, int)>();
        var time = 0L;
        int Word(int at) => file[at] + 256 * file[at + 1];
        for (var at = 0; Word(at) != 0; at += 2)
        {
            var (code, number) = (Word(at) / 1024, Word(at) % 1024);
            if (code == 63) at += (number + 1) / 2 * 2;
            else if (code == 59)
            {
                time += unchecked((int)(Word(at + 2) * 65_536L + Word(at + 4)));
                at += 4;
            }
            else if (code < 50) found.Add((time += number, code));
        }
        return found;
    }
}

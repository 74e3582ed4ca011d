using Tutti.Learning.Data.Ecg;
using Tutti.Learning.Data.Partitions;

namespace Tutti.Cli.Detection;

/// <summary>Which recordings each member learns from, and which choose α; a patient's stay together.</summary>
/// <param name="Members">Those of each member.</param>
/// <param name="Validation">Those that choose α; none if nothing is held out.</param>
internal sealed record RecordDivision(string[][] Members, string[] Validation)
{
    /// <summary>Divides recordings at random.</summary>
    /// <param name="records">Where they are; who a recording is of is known from its name.</param>
    /// <param name="memberCount">How many members.</param>
    /// <param name="validationShare">About what share of the patients chooses α, less than 1; 0 for none.</param>
    /// <param name="seed">Decides who goes where.</param>
    /// <exception cref="InputException">There are fewer patients than that needs.</exception>
    internal static RecordDivision Create(IReadOnlyList<string> records, int memberCount, double validationShare, ulong seed)
    {
        string[] patients = [.. records.Select(record => MitBih.PatientOf(Path.GetFileName(record)))];
        string[] known = [.. patients.Distinct()];
        var held = validationShare > 0 ? Math.Max(1, (int)Math.Round(validationShare * known.Length)) : 0;
        if (known.Length == held)
            throw new InputException(
                $"--validation-share: nobody is left to learn from. Got {known.Length} patient, held out to choose α. Expected at least two " +
                "patients. Give more recordings, or --validation-share 0.");
        if (known.Length - held < memberCount)
            throw new InputException(
                $"--members: more than there are patients. Got {memberCount}, and {held} of {known.Length} patients held out to choose α. " +
                $"Expected 1 to {Math.Max(1, known.Length - held)}. Give more recordings, fewer members, or --validation-share 0.");
        var order = Partitions.Balanced(known.Length, 1, seed).Rows(0).ToArray();
        var chosen = order.Take(held).Select(patient => known[patient]).ToHashSet();
        string[] validation = [.. records.Where((_, index) => chosen.Contains(patients[index]))];
        string[] learned = [.. records.Where((_, index) => !chosen.Contains(patients[index]))];
        var parts = Partitions.Grouped(
            [.. learned.Select(record => (long)Array.IndexOf(known, MitBih.PatientOf(Path.GetFileName(record))))], memberCount, seed);
        return new RecordDivision(
            [.. Enumerable.Range(0, memberCount).Select(member => parts.Rows(member).ToArray().Select(row => learned[row]).ToArray())], validation);
    }

    /// <summary>Looks, before the training, whether each member will know where its beats are.</summary>
    /// <exception cref="InputException">Beats are known from annotations only, and a member's recordings have none.</exception>
    internal void ThrowIfUnannotated(BeatRecipe recipe)
    {
        if (recipe.Source != BeatSource.Annotations) return;
        var bare = Array.FindIndex(Members, own => !own.Any(record => File.Exists($"{record}.{recipe.Annotator}")));
        if (bare >= 0)
            throw new InputException(
                $"tutti detect train: nobody knows where beats are. Got recordings without annotations for member {bare}: " +
                $"{string.Join(", ", Members[bare].Take(3))}{(Members[bare].Length > 3 ? ", …" : "")}. Expected a file .{recipe.Annotator} beside " +
                "at least one of them. Add it, or let beats be found in the signals: --beats detection, or --beats auto.");
    }
}

using Tutti.Learning.Data.Sources.Wfdb;

namespace Tutti.Learning.Data.Ecg;

/// <summary>Which class of ANSI/AAMI EC57 a beat of PhysioNet belongs to.</summary>
public static class AamiClasses
{
    /// <summary>The classes' letters, in the order of their numbers.</summary>
    public static IReadOnlyList<string> Letters { get; } = ["N", "S", "V", "F", "Q"];

    /// <summary>
    /// The class of an annotation, as in de Chazal et al. 2004, table I. Escape beats count as normal there (<c>e</c>, <c>j</c>), and so do
    /// here those of unknown origin above the ventricles (<c>n</c>) and unspecified bundle branch blocks (<c>B</c>), which the MIT-BIH
    /// database lacks.
    /// </summary>
    /// <param name="annotation">An annotation.</param>
    /// <returns>The class; null if it marks no beat.</returns>
    public static AamiClass? Of(WfdbAnnotation annotation)
    {
        ArgumentNullException.ThrowIfNull(annotation);
        if (!annotation.IsBeat) return null;
        return annotation.Symbol switch
        {
            "N" or "L" or "R" or "B" or "e" or "j" or "n" => AamiClass.Normal,
            "A" or "a" or "J" or "S" => AamiClass.Supraventricular,
            "V" or "r" or "E" => AamiClass.Ventricular,
            "F" => AamiClass.Fusion,
            _ => AamiClass.Unknown,
        };
    }
}

namespace Tutti.Learning.Data.Sources.Tables;

/// <summary>Which class gets which number, where labels are texts.</summary>
public enum ClassOrder
{
    /// <summary>By value if every label is a number, else by Unicode code unit: the order of rows does not matter. The default.</summary>
    Sorted,

    /// <summary>The first label in the file is class 0, the next one that is different is class 1, and so on.</summary>
    Appearance,
}

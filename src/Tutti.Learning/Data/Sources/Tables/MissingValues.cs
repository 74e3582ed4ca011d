namespace Tutti.Learning.Data.Sources.Tables;

/// <summary>What a reader does where a table says that a value is missing.</summary>
public enum MissingValues
{
    /// <summary>A missing value is an error that says where it is: the default, since most models cannot take any.</summary>
    Refuse,

    /// <summary>The value becomes <see cref="float.NaN"/>. A missing label is an error all the same.</summary>
    KeepAsNaN,

    /// <summary>The whole row is left out.</summary>
    DropRow,
}

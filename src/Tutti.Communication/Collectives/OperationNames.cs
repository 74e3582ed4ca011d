namespace Tutti.Communication.Collectives;

/// <summary>The operations' names, without the memory that an enumeration's own would take.</summary>
internal static class OperationNames
{
    private static readonly string[] Names = Enum.GetNames<CollectiveOperation>();

    internal static string Of(CollectiveOperation operation) => Names[(int)operation];
}

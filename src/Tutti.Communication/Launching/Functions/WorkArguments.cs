namespace Tutti.Communication.Launching.Functions;

/// <summary>What a function is given besides its world; a type of null: nothing.</summary>
internal readonly record struct WorkArguments(object? Value, Type? Type)
{
    internal static WorkArguments Of<T>(T value) => new(value, typeof(T));
}

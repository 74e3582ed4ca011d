namespace Tutti.Cli;

/// <summary>What was asked for cannot be begun; the messages are for the user as they are. Exit code 2.</summary>
internal sealed class InputException : Exception
{
    internal InputException(string message, Exception? cause = null) : base(message, cause)
    {
    }

    internal InputException(IReadOnlyList<string> messages) : base(string.Join(Environment.NewLine, messages))
    {
    }

    /// <summary>
    /// Runs a part of the preparation: what the libraries say about wrong input becomes wrong input of the command.
    /// </summary>
    internal static T From<T>(Func<T> preparation)
    {
        try
        {
            return preparation();
        }
        catch (Exception cause) when (IsAboutInput(cause))
        {
            throw new InputException(Describe(cause), cause);
        }
    }

    /// <inheritdoc cref="From{T}(Func{T})"/>
    internal static void From(Action preparation) => From(() =>
    {
        preparation();
        return true;
    });

    /// <inheritdoc cref="From{T}(Func{T})"/>
    internal static async Task<T> FromAsync<T>(Func<Task<T>> preparation)
    {
        try
        {
            return await preparation().ConfigureAwait(false);
        }
        catch (Exception cause) when (IsAboutInput(cause))
        {
            throw new InputException(Describe(cause), cause);
        }
    }

    /// <summary>The message without the "(Parameter 'name')" that .NET appends: parameters mean nothing to a user.</summary>
    internal static string Describe(Exception cause)
    {
        if (cause is not ArgumentException { ParamName: { } name }) return cause.Message;
        var end = cause.Message.IndexOf($" (Parameter '{name}')", StringComparison.Ordinal);
        return end < 0 ? cause.Message : cause.Message[..end];
    }

    private static bool IsAboutInput(Exception cause) =>
        cause is ArgumentException or InvalidDataException or IOException or UnauthorizedAccessException;
}

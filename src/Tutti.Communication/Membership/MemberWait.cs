namespace Tutti.Communication.Membership;

/// <summary>Somebody waits for the membership to come to something.</summary>
internal abstract class MemberWait
{
    /// <summary>Whether it has, or never will. Called under the member's lock, once with true.</summary>
    internal abstract bool IsSettledBy(MemberState state, bool isDisposed);

    /// <summary>Tells the one who waits. Called without the lock.</summary>
    internal abstract void Complete();
}

/// <summary>A wait for a value that is read from the state.</summary>
internal sealed class MemberWait<T>(Func<MemberState, T?> read, string operation) : MemberWait where T : class
{
    private readonly TaskCompletionSource<T> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? value;
    private string problem = "";
    private bool isWrongInput;

    internal Task<T> Task => source.Task;

    internal override bool IsSettledBy(MemberState state, bool isDisposed)
    {
        value = read(state);
        if (value is not null) return true;
        if (state.Refusal is { } refusal) (problem, isWrongInput) = (refusal, state.IsWrongInput);
        else if (isDisposed || state.Current == MemberState.Phase.Over)
            problem = $"{operation}: the membership has ended before it was done.";
        else if (operation == "Exchange" && state.Verdict is { } verdict)
            problem = $"{operation}: the job has faulted. {verdict.Report.Sentence}";
        else if (!state.IsConnected) problem = $"{operation}: there is no coordinator any more. {state.Verdict?.Report.Sentence}";
        return problem.Length > 0;
    }

    internal override void Complete()
    {
        if (value is not null) source.TrySetResult(value);
        else source.TrySetException(new RendezvousException(problem) { IsWrongInput = isWrongInput });
    }
}

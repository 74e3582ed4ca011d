namespace Tutti.Tensors;

using Tutti.Tensors.Storage;

/// <summary>
/// Returns the memory of all tensors made on this thread since <see cref="Begin"/> when it is disposed, at once and without the help of
/// the garbage collector. Nobody needs one: unreachable tensors are found by the garbage collector. A training step inside a scope
/// reuses the same warm memory every time, which is why the trainer opens one around each step.
/// Scopes nest; they belong to the thread that began them and must end on it.
/// </summary>
/// <example><code>using (TensorScope.Begin()) { loss = Step(batch).ToScalar(); }</code></example>
public readonly struct TensorScope : IDisposable
{
    [ThreadStatic]
    private static OpenStorages? storages;

    [ThreadStatic]
    private static int depth;

    private readonly int mark;
    private readonly int level;

    private TensorScope(int mark, int level)
    {
        this.mark = mark;
        this.level = level;
    }

    /// <summary>Opens a scope on this thread.</summary>
    /// <returns>The scope; dispose it on the same thread.</returns>
    public static TensorScope Begin()
    {
        storages ??= new OpenStorages();
        return new TensorScope(storages.Count, ++depth);
    }

    /// <summary>
    /// Releases what was made in the scope, but for tensors on which <see cref="Tensor.Keep"/> was called. Later access to a released
    /// tensor throws <see cref="InvalidOperationException"/>. Scopes begun inside end too. Another call does nothing.
    /// </summary>
    public void Dispose()
    {
        if (level == 0 || storages is null || depth < level) return;
        for (var i = mark; i < storages.Count; i++)
            if (!storages[i].IsKept) storages[i].Release();
        storages.RemoveRange(mark, storages.Count - mark);
        depth = level - 1;
    }

    /// <summary>Lets the thread's innermost scope release the memory.</summary>
    /// <returns>False if there is no scope.</returns>
    internal static bool TryAdd(TensorStorage storage)
    {
        if (depth == 0) return false;
        storages!.Add(storage);
        return true;
    }

    /// <summary>What the open scopes of a thread will release; if the thread ended without, the garbage collector is to.</summary>
    private sealed class OpenStorages() : List<TensorStorage>(256)
    {
        ~OpenStorages()
        {
            foreach (var storage in this) storage.Guard();
        }
    }
}

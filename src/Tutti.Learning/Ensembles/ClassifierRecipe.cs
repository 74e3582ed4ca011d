using System.Text.Json.Serialization;
using Tutti.Learning.Data;

namespace Tutti.Learning.Ensembles;

/// <summary>
/// How a classifier is made from samples: what an ensemble's members are described by. The recipes of Tutti travel to other processes as
/// JSON; one of your own can be trained in this process only. Immutable.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(NetworkRecipe), NetworkClassifier.Kind)]
[JsonDerivedType(typeof(GaussianBayesRecipe), GaussianBayesClassifier.Kind)]
[JsonDerivedType(typeof(NearestNeighborsRecipe), NearestNeighborsClassifier.Kind)]
public abstract record ClassifierRecipe
{
    /// <summary>Fits a classifier. The same arguments give the same bits, whatever number of threads computes.</summary>
    /// <param name="samples">At least one, Float32; targets are class numbers 0 … C − 1.</param>
    /// <param name="classCount">C, at least 2; classes without a sample are allowed.</param>
    /// <param name="seed">Decides whatever is random in the recipe.</param>
    /// <param name="computeThreads">How many threads compute one operation, at least 1; null: the machine's cores.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The fitted model.</returns>
    /// <exception cref="ArgumentException">The recipe's values or the samples do not fit; all problems of the recipe are listed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public abstract IClassifier Fit(
        ISampleSource samples, int classCount, ulong seed, int? computeThreads = null, CancellationToken cancellation = default);

    /// <summary>What does not fit in the recipe, for the one who lists all problems.</summary>
    private protected static void ThrowIfAny(string recipe, IReadOnlyList<string> problems)
    {
        if (problems.Count > 0) throw new ArgumentException($"{recipe}: {string.Join("; ", problems)}. Correct them and try again.");
    }
}

using Tutti.Communication.Launching;
using Tutti.Distributed;
using Tutti.Learning.Training;

namespace Tutti.Cli.Inference;

/// <summary>Runs a trained model on thread workers, each sample exactly once and in order.</summary>
internal sealed class InferenceJob(TrainedModel model, int workers)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    /// <summary>Lets every worker do its part; all get the same answer.</summary>
    internal async Task<T> RunAsync<T>(Func<Evaluator, T> ask, CancellationToken cancellation)
    {
        // Loaded once before anything is begun, so that weights that do not fit are wrong input.
        InputException.From(model.CreateNetwork);
        // Nothing is written before the answer is there, so samples that do not fit the model are wrong input too.
        var answers = await InputException.FromAsync(() => Distributor.RunAsync(
            new DistributorOptions { Workers = workers, Timeout = LongestWait, Name = "inference" },
            (world, _) => ask(new Evaluator(model.CreateNetwork(), new DataParallel(world))),
            cancellation)).ConfigureAwait(false);
        return answers[0];
    }
}

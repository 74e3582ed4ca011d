using Tutti.Communication.Launching;
using Tutti.Distributed;
using Tutti.Learning.Losses;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;
using Tutti.Tensors.Operations;

namespace Tutti.Cli.Inference;

/// <summary>Runs a trained model on thread workers, each sample exactly once and in order.</summary>
internal sealed class InferenceJob(TrainedModel model, int workers)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    /// <summary>Lets every worker do its part; all get the same answer.</summary>
    internal async Task<T> RunAsync<T>(Func<Trainer, T> ask, CancellationToken cancellation)
    {
        // Loaded once before anything is begun, so that weights that do not fit are wrong input.
        InputException.From(model.CreateNetwork);
        var threads = Math.Max(1, Environment.ProcessorCount / workers);
        // Nothing is written before the answer is there, so samples that do not fit the model are wrong input too.
        var answers = await InputException.FromAsync(() => Distributor.RunAsync(
            new DistributorOptions { Workers = workers, Timeout = LongestWait, Name = "inference" },
            (world, _) =>
            {
                using var share = ComputeThreads.Use(threads);
                // A trainer wants an optimizer; nothing is optimized here.
                return ask(new Trainer(model.CreateNetwork(), new Sgd(0.01), Losses.CrossEntropy, new DataParallel(world)));
            },
            cancellation)).ConfigureAwait(false);
        return answers[0];
    }
}

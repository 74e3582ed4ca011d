// Defines a network, trains it on real images on every core, evaluates it, saves it, loads it again and predicts.
//
//     dotnet run -c Release --project samples/03_TrainClassifier
using Tutti.Communication.Launching;
using Tutti.Distributed;
using Tutti.Learning.Data.Catalog;
using Tutti.Learning.Losses;
using Tutti.Learning.Modules;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;
using Tutti.Tensors;

// 10,000 images of clothes, 28 × 28, in ten classes, and 2,000 more to test on: they come with the library.
var data = await new DataCatalog().LoadAsync("fashion-mnist-10k");

// One worker a core. Each trains its own replica on its part of every batch; the gradients are averaged, so all replicas stay the same.
var epochs = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 6;
var workers = await Distributor.RunAsync(new DistributorOptions(), (world, _) =>
{
    var network = BuildNetwork();
    var options = new TrainerOptions { EpochCount = epochs, BatchSize = 64, Seed = 1 };
    var trainer = new Trainer(network, new Adam(1e-3), Losses.CrossEntropy, new DataParallel(world), options);
    if (world.Rank == 0) trainer.Observers.Add(new EpochPrinter());
    return (Network: network, Summary: trainer.Fit(data.Train, data.Test));
});
var (trained, summary) = workers[0];
Console.WriteLine($"{summary.SamplesPerSecond:N0} samples/s on {workers.Count} workers, {trained.WeightCount:N0} weights");

// Save, load into a new network, and predict: the same bits.
var path = Path.Combine(Path.GetTempPath(), $"clothes-{Environment.ProcessId}.safetensors");
trained.Save(path);
var loaded = BuildNetwork();
loaded.Load(path);
File.Delete(path);

var image = new float[data.Test.SampleShape.ElementCount];
data.Test.CopySamples([0], image);
using (NoGradient.Begin())
{
    var prediction = Tutti.Learning.Metrics.Classification.Predict(loaded.Forward(Tensor.From(image, [1, 1, 28, 28])))[0];
    Console.WriteLine($"the first test image: {data.Test.ClassNames[prediction.Label]} ({prediction.Probability:P0})");
}

// The sample checks itself, so that it can run with the tests.
var allSame = workers.All(worker => worker.Network.WeightsSha256() == loaded.WeightsSha256());
var isGood = summary.Validation!.Accuracy > (epochs >= 6 ? 0.85 : 0.7);
Console.WriteLine(allSame && isGood ? "ok" : $"unexpected: all replicas the same {allSame}, good {isGood}");
return allSame && isGood ? 0 : 1;

static Sequential BuildNetwork() => new(
    new Conv2d(1, 16, kernel: 3), new ReLU(), new MaxPool2d(2),
    new Conv2d(16, 32, kernel: 3), new ReLU(), new MaxPool2d(2),
    new Flatten(),
    new Linear(32 * 5 * 5, 64), new ReLU(),
    new Linear(64, 10));

internal sealed class EpochPrinter : TrainingObserver
{
    public override void EpochEnded(EpochReport epoch) =>
        Console.WriteLine($"epoch {epoch.Epoch}: loss {epoch.TrainLoss:F3}, test accuracy {epoch.Validation!.Accuracy:P1}");
}

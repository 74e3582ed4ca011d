// Defines a network, trains it on real images, evaluates, saves, loads, and predicts.
// Run: dotnet run -c Release --project samples/03_TrainClassifier
using Tutti.Learning.Checkpoints;
using Tutti.Learning.Data;
using Tutti.Learning.Losses;
using Tutti.Learning.Modules;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;

// 10,000 images of clothes, 28 × 28, in ten classes; 2,000 more to test on. They come with the library.

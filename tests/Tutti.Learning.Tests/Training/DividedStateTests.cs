using Tutti.Learning.Checkpoints;
using Tutti.Learning.Training;
using Tutti.Tensors;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Training;

/// <summary>What rank 0 of two asks the other one for.</summary>
public sealed class DividedStateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // Rank 1 gives all four tensors once it was asked, whatever has happened to rank 0, and waits for another wish then.
    [Fact]
    public void Write_FailsAmongDividedTensors_TakesTheRestSoThatObserversMayGoOn()
    {
        var (world, tensors) = (new RankOfTwo(0), new Counted(broken: 1));
        var state = new DividedState(world, [tensors, new Counted(broken: null, "other.")]);
        state.Serve(() =>
        {
            Assert.Throws<ArgumentException>(() => state.Write(folder["lost"], [], new Dictionary<string, string>()));
            Assert.Equal([true], world.Wishes);
            Assert.Equal([0, 1, 2], tensors.Joined);
            tensors.Broken = null;
            state.Write(folder["kept"], [], new Dictionary<string, string>());
        });
        Assert.Equal([true, true, false], world.Wishes);
        Assert.Equal([0, 1, 2, 0, 1, 2], tensors.Joined);
        Assert.False(File.Exists(folder["lost"]));
        using var file = SafetensorsFile.Open(folder["kept"]);
        Assert.Equal(6, file.Entries.Count);
    }

    // The others are gone then: there is nothing to take.
    [Fact]
    public void Write_JoiningFails_AsksForNoMore()
    {
        var (world, tensors) = (new RankOfTwo(0), new Counted(broken: null) { Failure = new TimeoutException("Nobody answers.") });
        var state = new DividedState(world, [tensors]);
        Assert.Throws<TimeoutException>(() => state.Serve(() => state.Write(folder["lost"], [], new Dictionary<string, string>())));
        Assert.Equal([0], tensors.Joined);
        Assert.Equal([true], world.Wishes);
        Assert.Contains("that they do not expect", Assert.Throws<InvalidOperationException>(
            () => state.Write(folder["late"], [], new Dictionary<string, string>())).Message);
    }

    private sealed class Counted(int? broken, string prefix = "") : IDividedTensors
    {
        internal int? Broken { get; set; } = broken;

        internal Exception? Failure { get; init; }

        internal List<int> Joined { get; } = [];

        public IReadOnlyList<SafetensorsEntry> Entries =>
            [.. Enumerable.Range(0, 3).Select(index => new SafetensorsEntry($"{prefix}{index}", ElementType.Float32, [2]))];

        public ReadOnlySpan<float> Join(int index)
        {
            Joined.Add(index);
            if (Failure is not null) throw Failure;
            return new float[index == Broken ? 1 : 2];
        }
    }

    private sealed class RankOfTwo(int rank) : ITrainingStrategy
    {
        internal List<bool> Wishes { get; } = [];

        public string Name => "two";

        public int Rank => rank;

        public int WorkerCount => 2;

        public int ShardCount => 2;

        public ReadOnlySpan<int> OwnShards => new int[] { rank };

        public void Attach(IParameterSource model)
        {
        }

        public void BeginShard(int position)
        {
        }

        public void CompleteShard(int position, float weightedLoss, double weight)
        {
        }

        public void SkipShard(int position)
        {
        }

        public StepOutcome CompleteStep(bool wantsToStop) => default;

        public double[] Gather(ReadOnlySpan<double> contribution)
        {
            Wishes.Add(contribution[0] != 0);
            return [contribution[0], 0];
        }
    }
}

using Tutti.Learning.Modules;
using Tutti.Learning.Optimizers;
using Tutti.Tensors;

namespace Tutti.Learning.Tests.Modules;

public sealed class ModuleTests
{
    [Fact]
    public void Parameters_OfNestedModules_AreNamedAsInAStateDict()
    {
        var block = new Block();
        Assert.Equal(["scale", "inner.0.weight", "inner.0.bias", "last.weight"], block.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(1 + 6 + 3 + 6, block.WeightCount);
    }

    [Fact]
    public void Initialize_DependsOnSeedAndPositionOnly()
    {
        var (a, b, c) = (new Block(), new Block(), new Block());
        a.Initialize(1);
        b.Initialize(1);
        c.Initialize(2);
        Assert.Equal(a.WeightsSha256(), b.WeightsSha256());
        Assert.NotEqual(a.WeightsSha256(), c.WeightsSha256());
        var values = a.Parameters[1].Value.ToArray<float>();
        Assert.All(values, value => Assert.InRange(value, -1 / MathF.Sqrt(2), 1 / MathF.Sqrt(2)));
        Assert.True(values.Distinct().Count() > 3);
        Assert.NotEqual(values, a.Parameters[3].Value.ToArray<float>());
    }

    [Fact]
    public void Forward_OfASequence_FusesReluWithoutChangingTheResult()
    {
        var (fused, plain) = (new Sequential(new Linear(5, 7), new ReLU()), new Linear(5, 7));
        fused.Initialize(4);
        plain.Initialize(4);
        var input = Tensor.From(Enumerable.Range(0, 15).Select(i => MathF.Sin(i)).ToArray(), [3, 5]);
        Assert.Equal(plain.Forward(input).Relu().ToArray<float>(), fused.Forward(input).ToArray<float>());
    }

    [Fact]
    public void SetTraining_ReachesAllParts()
    {
        var block = new Block();
        block.SetTraining(false);
        Assert.False(block.Last.IsTraining);
        block.SetTraining(true);
        Assert.True(block.Last.IsTraining);
    }

    [Fact]
    public void Add_WithANameThatIsTakenOrHasADot_IsRefused()
    {
        Assert.Contains("used twice", Assert.Throws<ArgumentException>(() => new BadNames("a", "a")).Message);
        Assert.Contains("dot", Assert.Throws<ArgumentException>(() => new BadNames("a", "a.b")).Message);
    }

    [Fact]
    public void IsInitialized_OfASequence_IsThatOfItsParts()
    {
        var linear = new Linear(2, 2);
        Assert.False(new Sequential(new ReLU(), linear).IsInitialized);
        linear.Initialize(1);
        Assert.True(new Sequential(new ReLU(), linear).IsInitialized);
    }

    [Fact]
    public void Forward_PoolingThatComputesAReluGetsABadInput_NamesThePooling()
    {
        var sequence = new Sequential(new ReLU(), new MaxPool2d(2));
        var error = Assert.Throws<ArgumentException>(() => sequence.Forward(Tensor.Ones([2, 3])));
        Assert.StartsWith("Layer 1 (MaxPool2d):", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ModelParameters_OfAModuleUsedTwice_AreEachThereOnce()
    {
        var shared = new Linear(2, 2);
        var network = new Sequential(shared, new Tanh(), shared);
        network.Initialize(1);
        Assert.Equal(6, network.WeightCount);
        var parameters = new ModelParameters(network);
        Assert.Equal(["0.weight", "0.bias"], Enumerable.Range(0, parameters.ParameterCount).Select(parameters.NameOf));
        var before = shared.Parameters[1].Value.ToArray<float>();
        var optimizer = new Sgd(0.5);
        optimizer.Attach(parameters);
        parameters.Gradients(1).Fill(1);
        optimizer.Step();
        Assert.Equal(before.Select(value => value - 0.5f), shared.Parameters[1].Value.ToArray<float>());
    }

    private sealed class Block : Module
    {
        private readonly Tensor scale;
        private readonly Sequential inner;

        internal Block()
        {
            scale = AddParameter("scale", [1], Initializer.Ones);
            inner = Add("inner", new Sequential(new Linear(2, 3), new Tanh()));
            Last = Add("last", new Linear(3, 2, bias: false));
        }

        internal Linear Last { get; }

        public override Tensor Forward(Tensor input) => Last.Forward(inner.Forward(input)) * scale;
    }

    private sealed class BadNames : Module
    {
        internal BadNames(string first, string second)
        {
            Add(first, new ReLU());
            Add(second, new ReLU());
        }

        public override Tensor Forward(Tensor input) => input;
    }
}

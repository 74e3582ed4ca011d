using Tutti.Learning.Optimizers;

namespace Tutti.Learning.Tests.Optimizers;

public sealed class PlainSgdTests : OptimizerConformance
{
    protected override string[] Memories => [];
    protected override Optimizer Create() => new Sgd(new SgdOptions { LearningRate = 0.01, WeightDecay = 0.01 });
    protected override Optimizer CreateForParabola() => new Sgd(0.05);
    protected override Optimizer CreateForRosenbrock() => new Sgd(0.001);
}

public sealed class SgdWithMomentumTests : OptimizerConformance
{
    protected override string[] Memories => ["momentum"];
    protected override Optimizer Create() => new Sgd(new SgdOptions { LearningRate = 0.01, Momentum = 0.9, Dampening = 0.3, WeightDecay = 0.01 });
    protected override Optimizer CreateForParabola() => new Sgd(0.05, 0.9);
    protected override Optimizer CreateForRosenbrock() => new Sgd(0.0005, 0.9);
}

public sealed class SgdWithNesterovsMomentumTests : OptimizerConformance
{
    protected override string[] Memories => ["momentum"];
    protected override Optimizer Create() => Make(0.01);
    protected override Optimizer CreateForParabola() => Make(0.05);
    protected override Optimizer CreateForRosenbrock() => Make(0.0005);
    private static Sgd Make(double rate) => new(new SgdOptions { LearningRate = rate, Momentum = 0.9, Nesterov = true });
}

public sealed class AdamTests : OptimizerConformance
{
    protected override string[] Memories => ["mean", "variance"];
    protected override Optimizer Create() => new Adam(new AdamOptions { WeightDecay = 0.01 });
    protected override Optimizer CreateForParabola() => new Adam(0.05);
    protected override Optimizer CreateForRosenbrock() => new Adam(0.02);
}

public sealed class AdamWithDecoupledDecayTests : OptimizerConformance
{
    protected override string[] Memories => ["mean", "variance"];
    protected override Optimizer Create() => Make(0.01);
    protected override Optimizer CreateForParabola() => Make(0.05);
    protected override Optimizer CreateForRosenbrock() => Make(0.02);
    private static Adam Make(double rate) => new(new AdamOptions { LearningRate = rate, WeightDecay = 1e-4, DecoupledWeightDecay = true });
}

public sealed class AmsGradTests : OptimizerConformance
{
    protected override string[] Memories => ["mean", "variance", "largest_variance"];
    protected override Optimizer Create() => Make(0.01);
    protected override Optimizer CreateForParabola() => Make(0.1);
    protected override Optimizer CreateForRosenbrock() => Make(0.1);
    private static Adam Make(double rate) => new(new AdamOptions { LearningRate = rate, AmsGrad = true });
}

public sealed class RmsPropTests : OptimizerConformance
{
    protected override string[] Memories => ["variance", "mean", "momentum"];
    protected override Optimizer Create() => new RmsProp(new RmsPropOptions { Centered = true, Momentum = 0.5, WeightDecay = 0.01 });
    protected override Optimizer CreateForParabola() => new RmsProp(new RmsPropOptions { LearningRate = 0.005 });
    protected override Optimizer CreateForRosenbrock() => new RmsProp(new RmsPropOptions { LearningRate = 0.0005 });
}

public sealed class AdagradTests : OptimizerConformance
{
    protected override string[] Memories => ["sum"];
    protected override Optimizer Create() => new Adagrad(new AdagradOptions { LearningRateDecay = 0.1, InitialAccumulator = 0.1, WeightDecay = 0.01 });
    protected override Optimizer CreateForParabola() => new Adagrad(0.5);
    protected override Optimizer CreateForRosenbrock() => new Adagrad(0.5);
}

public sealed class AdadeltaTests : OptimizerConformance
{
    protected override string[] Memories => ["variance", "updates"];
    protected override Optimizer Create() => new Adadelta(new AdadeltaOptions { WeightDecay = 0.01 });
    protected override Optimizer CreateForParabola() => new Adadelta();
    protected override Optimizer CreateForRosenbrock() => new Adadelta();

    // It begins with very small steps, as its paper shows.
    protected override double RosenbrockDistance => 0.5;
}

public sealed class LambTests : OptimizerConformance
{
    protected override string[] Memories => ["mean", "variance"];
    protected override Optimizer Create() => new Lamb(0.01);
    protected override Optimizer CreateForParabola() => new Lamb(new LambOptions { LearningRate = 0.005, WeightDecay = 0 });
    protected override Optimizer CreateForRosenbrock() => new Lamb(new LambOptions { LearningRate = 0.005, WeightDecay = 0 });
}

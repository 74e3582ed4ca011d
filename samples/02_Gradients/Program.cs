// Gradients by hand, then a network of one's own with a training loop of one's own: what a Trainer does, in the open.
//
//     dotnet run -c Release --project samples/02_Gradients
using Tutti.Learning.Modules;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Schedules;
using Tutti.Tensors;
using Tutti.Tensors.Random;

// Operations on a tensor that requires gradients are recorded; Backward walks the record once and leaves the gradient.
var x = Tensor.From<float>([1, 2, 3], [3]);
x.RequiresGradient = true;
(x * x).Sum().Backward();
Console.WriteLine($"d(x²)/dx at 1, 2, 3: {string.Join(", ", x.Gradient!.ToArray<float>())}");
var squares = x.Gradient.ToArray<float>();

// Is a point inside the unit circle? 512 points and their answers.
var random = new CounterRandom(seed: 1, RandomPurpose.Synthetic);
var points = Tensor.Uniform([512, 2], -1.5f, 1.5f, ref random);
var inside = (points * points).Sum([1]).ToArray<float>().Select(radius => radius < 1 ? 1L : 0L).ToArray();
var labels = Tensor.From(inside, [512]);

// The loop: forward, loss, backward, step. Gradients add up until they are cleared.
var network = new Circle();
network.Initialize(seed: 1);
var optimizer = new Adam(2e-2);
var parameters = new ModelParameters(network);
optimizer.Attach(parameters);
const int steps = 300;
float first = 0, last = 0;
for (var step = 0; step < steps; step++)
{
    using var scope = TensorScope.Begin(); // gives the step's tensors back at once
    network.ClearGradients();
    var loss = network.Forward(points).CrossEntropy(labels);
    loss.Backward();
    GradientClipping.ByNorm(parameters, 1);
    optimizer.LearningRate = Schedules.Cosine(2e-2, step, steps);
    optimizer.Step();
    last = (float)loss.ToScalar();
    if (step == 0) first = last;
    if (step % 60 == 0) Console.WriteLine($"step {step}: loss {last:F4}");
}

// Nothing is recorded while a NoGradient is open.
using (NoGradient.Begin())
{
    var accuracy = network.Forward(points).ArgMax(1).ToArray<long>().Zip(inside).Count(pair => pair.First == pair.Second) / 512.0;
    Console.WriteLine($"loss {first:F3} → {last:F3}, {accuracy:P1} of the points right");

    // The sample checks itself, so that it can run with the tests.
    var isRight = squares.SequenceEqual([2f, 4f, 6f]) && accuracy > 0.97;
    Console.WriteLine(isRight ? "ok" : "unexpected");
    return isRight ? 0 : 1;
}

/// <summary>A network is a class: parts are added in the constructor, named as a checkpoint will name them.</summary>
internal sealed class Circle : Module
{
    private readonly Linear hidden, output;
    private readonly Tensor scale;

    internal Circle()
    {
        hidden = Add("hidden", new Linear(4, 16));
        output = Add("output", new Linear(16, 2));
        scale = AddParameter("scale", [2], Initializer.Ones);
    }

    public override Tensor Forward(Tensor input)
    {
        EnsureInitialized();
        var features = Tensor.Cat([input, input * input * scale], 1);
        return output.Forward(hidden.Forward(features).Relu());
    }
}

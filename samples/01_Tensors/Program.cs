// Makes tensors, computes with them, looks at them from other sides, and shows what a view is.
//
//     dotnet run -c Release --project samples/01_Tensors
using Tutti.Tensors;
using Tutti.Tensors.Random;

// From numbers, in row-major order. Float32 is for computing, Float64 for checking, Int64 for indices.
var a = Tensor.From<float>([1, 2, 3, 4, 5, 6], [2, 3]);
var b = Tensor.From<float>([10, 20, 30], [3]);

// Shapes broadcast as in NumPy: b is added to each row.
Show("a + b", a + b);
Show("a · aᵀ", a.MatMul(a.Transpose()));
Show("mean of each column", a.Mean([0]));
var (values, indices) = a.Max(dimension: 1);
Show("largest of each row", values);
Show("and where", indices);

// Views share memory: nothing is copied, and writing to one shows in the other.
var lastColumn = a.Narrow(dimension: 1, start: 2, length: 1);
a.AsSpan<float>()[5] = 60;
Show("last column, a view", lastColumn);

// Random numbers come from a stream named by a seed and a purpose: the same on every machine, whatever else was drawn.
var random = new CounterRandom(seed: 7, RandomPurpose.Synthetic);
var noise = Tensor.Normal([1000], mean: 0, deviation: 1, ref random);
Console.WriteLine($"1000 normal numbers: mean {noise.Mean().ToScalar():F3}, variance {noise.Var().ToScalar():F3}");

// What does not fit says what was given, what was expected, and what to do.
string? problem = null;
try
{
    _ = a.MatMul(a);
}
catch (ArgumentException error)
{
    problem = error.Message;
    Console.WriteLine(problem);
}

// The sample checks itself, so that it can run with the tests.
var isRight = (a + b).ToArray<float>()[5] == 90 && lastColumn.ToArray<float>()[1] == 60 && Math.Abs(noise.Mean().ToScalar()) < 0.1
    && problem is not null && problem.Contains("[2, 3]", StringComparison.Ordinal);
Console.WriteLine(isRight ? "ok" : "unexpected");
return isRight ? 0 : 1;

static void Show(string name, Tensor tensor) => Console.WriteLine(
    $"{name}: {tensor.Shape} = {(tensor.ElementType == ElementType.Int64 ? string.Join(", ", tensor.ToArray<long>()) : string.Join(", ", tensor.ToArray<float>()))}");

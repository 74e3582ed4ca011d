using Tutti.Tensors;

namespace Tutti.Learning.Modules.Specification;

/// <summary>A model that comes with Tutti.</summary>
/// <param name="Name">What <c>--model</c> calls it.</param>
/// <param name="Task">What it is for.</param>
/// <param name="Make">Makes its layers for the shape of a sample and a number of classes (of no use to a reconstruction).</param>
internal sealed record ModelPreset(string Name, ModelTask Task, Func<Shape, int, LayerSpecification[]> Make);

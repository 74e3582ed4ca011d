using Tutti.Tensors;

namespace Tutti.Cli.Verification;

/// <summary>Runs a case of kind <c>operation</c>: outputs, then the gradients that flow from the given upstream gradients.</summary>
internal static class OperationVerifier
{
    internal static GoldenComparison Run(GoldenCase golden)
    {
        var operation = OperationTable.Find(golden.Operation);
        var inputs = golden.InputNames.Select((_, i) => golden.Tensor($"input.{i}")).ToArray();
        for (var i = 0; i < inputs.Length; i++) inputs[i].RequiresGradient = golden.Has($"gradient.{i}");
        var outputs = Compute(operation, inputs, golden.Attributes);
        if (outputs.Length != golden.OutputNames.Count)
            throw new UnsupportedCaseException($"{golden.OutputNames.Count} outputs where there are {outputs.Length}");
        var comparison = new GoldenComparison(golden.Rtol, golden.Atol);
        for (var i = 0; i < outputs.Length; i++) comparison.Check(golden.OutputNames[i], outputs[i], golden.Tensor($"output.{i}"));
        if (comparison.HasPassed && inputs.Any(input => input.RequiresGradient)) CheckGradients(golden, inputs, outputs, comparison);
        return comparison;
    }

    // An attribute that nobody read may be why the operation refused its input: then the case is unsupported, not failed.
    private static Tensor[] Compute(GoldenOperation operation, Tensor[] inputs, GoldenAttributes attributes)
    {
        try
        {
            return operation(inputs, attributes);
        }
        catch (NotSupportedException problem)
        {
            throw new UnsupportedCaseException(problem.Message);
        }
        finally
        {
            attributes.Finish();
        }
    }

    private static void CheckGradients(GoldenCase golden, Tensor[] inputs, Tensor[] outputs, GoldenComparison comparison)
    {
        var upstreams = outputs.Select((_, i) => golden.Has($"upstream.{i}") ? golden.Tensor($"upstream.{i}") : null).ToArray();
        Tensor.Backward(outputs, upstreams);
        for (var i = 0; i < inputs.Length; i++)
            if (inputs[i].RequiresGradient)
                comparison.Check($"gradient of {golden.InputNames[i]}", inputs[i].GradientOrZeros(), golden.Tensor($"gradient.{i}"));
    }
}

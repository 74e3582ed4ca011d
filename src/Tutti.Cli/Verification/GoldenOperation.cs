using Tutti.Tensors;

namespace Tutti.Cli.Verification;

/// <summary>Computes an operation of a golden case from its inputs; every attribute of the case must be read.</summary>
/// <param name="inputs">In the case's order.</param>
/// <param name="attributes">The case's attributes.</param>
/// <returns>The outputs, in the case's order.</returns>
internal delegate Tensor[] GoldenOperation(Tensor[] inputs, GoldenAttributes attributes);

namespace Tutti.Tensors;

/// <summary>
/// The parameters of one recurrent layer of H units over I inputs. Rows come in blocks of H, one a gate: i, f, g, o for
/// <see cref="Tensor.Lstm"/>, r, z, n for <see cref="Tensor.Gru"/>, as in PyTorch. All contiguous, of one element type. G is 4 or 3.
/// </summary>
/// <param name="Input"><c>[G H, I]</c>, multiplies the input: PyTorch's <c>weight_ih</c>.</param>
/// <param name="Recurrent"><c>[G H, H]</c>, multiplies the states before: PyTorch's <c>weight_hh</c>.</param>
/// <param name="InputBias"><c>[G H]</c>, PyTorch's <c>bias_ih</c>; null for none.</param>
/// <param name="RecurrentBias"><c>[G H]</c>, PyTorch's <c>bias_hh</c>; null for none. Given if <paramref name="InputBias"/> is.</param>
public sealed record RecurrentWeights(Tensor Input, Tensor Recurrent, Tensor? InputBias = null, Tensor? RecurrentBias = null);

namespace Tutti.Tensors.Operations;

/// <summary>Work on a range of indices, which <see cref="ParallelRange"/> may call for several parts of it at once.</summary>
internal interface IRangeBody
{
    /// <summary>Does the part [start, end). What a part writes, no other part may touch.</summary>
    void Run(int start, int end);
}

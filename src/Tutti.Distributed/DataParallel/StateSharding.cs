namespace Tutti.Distributed;

/// <summary>
/// What workers divide among themselves instead of all holding it: the stages of ZeRO (Rajbhandari et al. 2020). No bit of the result depends
/// on it. What each holds and moves is in docs/SHARDING.md.
/// </summary>
public enum StateSharding
{
    /// <summary>Nothing: every worker holds all gradients and all of the optimizer's memory, and updates all parameters.</summary>
    None,

    /// <summary>ZeRO-1: a worker updates its part of the parameters, and has the optimizer's memory of that part only.</summary>
    OptimizerState,

    /// <summary>
    /// ZeRO-2: also gets the sum of the gradients for its part only, and holds its own gradients no longer than until they are summed.
    /// </summary>
    Gradients,
}

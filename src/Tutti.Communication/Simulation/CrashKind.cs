namespace Tutti.Communication.Simulation;

/// <summary>What the others see of a rank that dies.</summary>
internal enum CrashKind
{
    /// <summary>Its connections end after what it had sent.</summary>
    Closes,

    /// <summary>Its connections are reset; what was under way may be lost.</summary>
    Resets,

    /// <summary>Nothing: its machine is gone.</summary>
    Silent,
}

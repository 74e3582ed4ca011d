namespace Tutti.Communication.Simulation;

/// <summary>Unwinds the thread of a rank that the plan has killed; whatever it does on its way out reaches nobody.</summary>
internal sealed class SimulatedCrashException() : Exception("The simulation has killed this rank.");

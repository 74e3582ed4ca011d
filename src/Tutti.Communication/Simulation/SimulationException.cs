namespace Tutti.Communication.Simulation;

/// <summary>The simulation cannot go on: nothing can happen any more, or too much has.</summary>
internal sealed class SimulationException(string message) : Exception(message);

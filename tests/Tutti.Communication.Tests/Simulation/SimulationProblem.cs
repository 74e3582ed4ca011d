namespace Tutti.Communication.Tests.Simulation;

/// <summary>Something that must hold in every simulation does not.</summary>
internal sealed class SimulationProblem(string message) : Exception(message)
{
    internal static void If(bool isWrong, string problem)
    {
        if (isWrong) throw new SimulationProblem(problem);
    }
}

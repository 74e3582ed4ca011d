using Tutti.Communication.Transports.Reductions;

namespace Tutti.Communication.Transports.Hierarchical;

/// <summary>Which rank is on which machine, and how the fixed tree over ranks falls into machines' subtrees.</summary>
internal sealed class MachineMap
{
    private readonly int[] machines;

    /// <param name="machines">Of each rank, numbered from 0 in the order of their lowest ranks.</param>
    internal MachineMap(int[] machines)
    {
        this.machines = machines;
        Tree = new TreePlan(machines);
        PartOfRank = new int[machines.Length];
        for (var part = 0; part < Tree.Parts.Length; part++)
            PartOfRank.AsSpan(Tree.Parts[part].First, Tree.Parts[part].Count).Fill(part);
        PartTree = new TreePlan(PartOfRank);
    }

    /// <summary>How many machines there are.</summary>
    internal int Count => machines.Max() + 1;

    /// <summary>The tree over ranks, owned by machines.</summary>
    internal TreePlan Tree { get; }

    /// <summary>The tree over ranks, each part owned by itself.</summary>
    internal TreePlan PartTree { get; }

    /// <summary>In which part of the tree each rank is.</summary>
    internal int[] PartOfRank { get; }

    internal int MachineOf(int rank) => machines[rank];

    internal int FirstRankOf(int machine) => Array.IndexOf(machines, machine);

    /// <summary>The ranks of a machine, ascending.</summary>
    internal int[] RanksOf(int machine) => [.. Enumerable.Range(0, machines.Length).Where(rank => machines[rank] == machine)];

    /// <summary>Whether the rank speaks for its part: it is the part's first.</summary>
    internal bool SpeaksForPart(int rank) => Tree.Parts[PartOfRank[rank]].First == rank;
}

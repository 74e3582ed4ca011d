namespace Tutti.Communication.Collectives;

/// <summary>What ranks do together. The names appear in messages.</summary>
internal enum CollectiveOperation
{
    Barrier,
    Broadcast,
    AllGather,
    AllocateShards,
    SumShards,
}

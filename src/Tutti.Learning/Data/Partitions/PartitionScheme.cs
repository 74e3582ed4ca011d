namespace Tutti.Learning.Data.Partitions;

/// <summary>Keeps the random numbers of schemes apart: the upper half of the stream's logical id. Numbers must not change.</summary>
internal enum PartitionScheme
{
    Bootstrap = 1,
    Random = 2,
    Balanced = 3,
    Weighted = 4,
    Quantity = 5,
    QuantityProportions = 6,
    PowerLaw = 7,
    Stratified = 8,
    Dirichlet = 9,
    DirichletProportions = 10,
    SortAndShard = 11,
    Grouped = 12,
    Natural = 13,
}

namespace Tutti.Tensors.Tests.Storage;

/// <summary>Tests that measure the memory of the whole process run alone.</summary>
[CollectionDefinition(nameof(MemoryCollection), DisableParallelization = true)]
public sealed class MemoryCollection;

using Tutti.Learning.Data;
using Tutti.Learning.Data.Partitions;

namespace Tutti.Experiments.EcgEnsemble;

/// <summary>Beats as they are learned from and judged with one seed.</summary>
/// <param name="Source">Where they come from.</param>
/// <param name="Usual">The usual beats of all hospitals.</param>
/// <param name="Hospitals">Whose they are: rows of <see cref="Usual"/>.</param>
/// <param name="Validation">On which α is chosen; no beat of it is learned from or tested on.</param>
/// <param name="Test">The beats that figures are about.</param>
internal sealed record HeartCase(HeartSource Source, ISampleSource Usual, Partition Hospitals, HeartPart Validation, HeartPart Test);

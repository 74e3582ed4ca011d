using Tutti.Learning.Checkpoints;

namespace Tutti.Learning.Detection;

/// <summary>A tensor of a detector's file with its data.</summary>
internal sealed record DetectorTensor(SafetensorsEntry Entry, byte[] Bytes);

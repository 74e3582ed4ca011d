namespace Tutti.Learning.Checkpoints;

/// <summary>What is wrong in a header, on its way to the place that knows the file's name.</summary>
internal sealed class SafetensorsFormatException(string message) : Exception(message);

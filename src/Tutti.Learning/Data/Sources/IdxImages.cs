namespace Tutti.Learning.Data.Sources;

/// <summary>The content of an IDX image file: grey levels, image by image, row by row.</summary>
/// <param name="Count">How many images.</param>
/// <param name="Rows">Rows an image.</param>
/// <param name="Columns">Columns a row.</param>
/// <param name="Pixels"><c>Count · Rows · Columns</c> bytes; owned by the receiver.</param>
public sealed record IdxImages(int Count, int Rows, int Columns, byte[] Pixels);

namespace Tutti.Learning.Checkpoints;

/// <summary>Gives the data of an entry that is written or hashed.</summary>
/// <param name="index">The entry's position in the list of entries.</param>
/// <returns>Its little-endian, row-major bytes; exactly <see cref="SafetensorsEntry.ByteCount"/> of them, valid until the next
/// call.</returns>
public delegate ReadOnlySpan<byte> SafetensorsData(int index);

namespace Tutti.Communication;

/// <summary>What a rank has sent to others in messages of data; the 64 bytes of each header are not counted.</summary>
/// <param name="Count">How many messages.</param>
/// <param name="Bytes">How many bytes of data were in them.</param>
public readonly record struct SentMessages(long Count, long Bytes);

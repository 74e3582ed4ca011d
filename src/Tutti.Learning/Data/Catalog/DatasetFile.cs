namespace Tutti.Learning.Data.Catalog;

/// <summary>One file of a known data set. Its digest is that of the unpacked content, so that files packed again still verify.</summary>
/// <param name="Name">The file's name without <c>.gz</c>.</param>
/// <param name="Bytes">The size of the unpacked content.</param>
/// <param name="Sha256">The SHA-256 of the unpacked content, in lower-case hexadecimal.</param>
public sealed record DatasetFile(string Name, long Bytes, string Sha256);

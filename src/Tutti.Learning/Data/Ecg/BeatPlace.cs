namespace Tutti.Learning.Data.Ecg;

/// <summary>Where a beat is and what is known about it.</summary>
internal readonly record struct BeatPlace(long Sample, string Symbol, AamiClass? Class);

namespace Tutti.Tensors.Operations;

/// <summary>Where the elements of a result lie: column x of sample n starts at Start + n · SampleStep + x · ColumnStep.</summary>
internal readonly record struct SequenceLayout(int Start, int SampleStep, int ColumnStep)
{
    internal int Place(int sample, int column) => Start + sample * SampleStep + column * ColumnStep;
}

namespace Tutti.Learning.Modules;

/// <summary>The check that all convolutions make of their channels.</summary>
internal static class ChannelGroups
{
    internal static void Check(string layer, int channels, int outputs, int groups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        if (groups < 1 || channels % groups != 0 || outputs % groups != 0)
            throw new ArgumentException(
                $"{layer}: the groups do not divide the channels. Got {channels} channels, {outputs} outputs, {groups} groups. " +
                "Expected a common divisor.");
    }
}

namespace Tutti.Distributed.Tests.Ensembles.Remote;

/// <summary>Bodies as a broken or hostile peer could send them, the same for the same seed.</summary>
internal static class BodyMutations
{
    internal static IEnumerable<byte[]> Of(byte[] body, int count, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++) yield return Mutate(body, random);
    }

    private static byte[] Mutate(byte[] body, Random random)
    {
        byte[] changed = [.. body];
        switch (random.Next(5))
        {
            case 0:
                for (var flips = random.Next(1, 5); flips > 0; flips--) changed[random.Next(changed.Length)] ^= (byte)random.Next(1, 256);
                return changed;
            case 1:
                return changed[..random.Next(changed.Length)];
            case 2:
                return [.. changed, .. Noise(random.Next(1, 40), random)];
            case 3:
                // Extreme numbers where counts and sizes stand.
                BitConverter.TryWriteBytes(changed.AsSpan(Math.Min(4 * random.Next(8), changed.Length - 4)), random.Next(3) switch { 0 => int.MaxValue, 1 => -1, _ => 0 });
                return changed;
            default:
                return Noise(random.Next(200), random);
        }
    }

    private static byte[] Noise(int length, Random random)
    {
        var noise = new byte[length];
        random.NextBytes(noise);
        return noise;
    }
}

using Tutti.Experiments.Data;
using Tutti.TestKit;

namespace Tutti.Experiments.Tests.Data;

public sealed class MatSamplesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_WhatWasWritten_IsTheSameBits()
    {
        var rows = new LabelledRows("some", [1.5f, -2, 3e-20f, 4, 5, 6], [2, 0, 1], 2, 3);
        MatSamples.Write(folder["some.mat"], rows);

        var read = MatSamples.Read(folder["some.mat"]);

        Assert.Equal(rows.Values, read.Values);
        Assert.Equal(rows.Labels, read.Labels);
        Assert.Equal(("some", 2, 3), (read.Name, read.Width, read.ClassCount));
    }
}

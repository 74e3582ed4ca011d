using Tutti.Communication.Launching.Functions;

namespace Tutti.Communication.Tests.Launching.Functions;

public sealed class MpiCommandTests
{
    [Theory]
    [InlineData("mpiexec (OpenRTE) 4.1.4", true, "--allow-run-as-root --oversubscribe --bind-to none")]
    [InlineData("mpiexec (Open MPI) 5.0.3", false, "--oversubscribe --bind-to none")]
    [InlineData("HYDRA build details:\n    Version: 4.0.2", true, "")]
    [InlineData("", true, "")]
    public void OptionsFor_WhatMpiexecSaysItIs_AreThoseItKnows(string version, bool isRoot, string expected) =>
        Assert.Equal(expected, string.Join(' ', MpiCommand.OptionsFor(version, isRoot)));
}

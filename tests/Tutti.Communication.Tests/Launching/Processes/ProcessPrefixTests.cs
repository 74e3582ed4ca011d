using System.Globalization;
using Tutti.Communication.Launching.Processes;
using Tutti.TestKit;

namespace Tutti.Communication.Tests.Launching.Processes;

public sealed class ProcessPrefixTests
{
    [Theory]
    [InlineData("setsid setpriv sh perl", "setpriv --pdeathsig KILL setsid sh -c")]
    [InlineData("setsid busybox:setpriv sh perl", "setsid")]
    [InlineData("setsid sh perl", "setsid")]
    [InlineData("sh perl", "perl -e")]
    [InlineData("sh", "")]
    public void Choose_WhatIsThere_TakesTheStrongestThatWorks(string installed, string expected)
    {
        using var folder = new TemporaryFolder();
        foreach (var program in installed.Split(' '))
        {
            if (program.Split(':') is [var target, var link]) File.CreateSymbolicLink(folder[link], folder[target]);
            else File.WriteAllText(folder[program], "");
        }

        var prefix = ProcessPrefix.Choose(
            name => File.Exists(folder[name]) || new FileInfo(folder[name]).LinkTarget is not null ? folder[name] : null);

        Assert.StartsWith(expected, string.Join(' ', prefix.Select(part => Path.GetFileName(part))), StringComparison.Ordinal);
        Assert.Equal(expected.Length == 0, prefix.Count == 0);
    }

    [Fact]
    public async Task Current_StartedByAnotherParent_EndsAtOnce()
    {
        // As if the parent had died before the signal was asked for: the process' parent is not the one that is named.
        var own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var orphaned = ProcessPrefix.Current.Select(part => part == own ? "1" : part).ToArray();
        await using var supervisor = new ProcessSupervisor();

        var exit = await Shell.RunAsync(supervisor, $"{string.Join(' ', orphaned.Select(part => $"'{part}'"))} echo alive");

        Assert.Equal(143, exit.Code);
    }
}

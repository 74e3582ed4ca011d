using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Tutti.Tensors.Tests.Kernels;

/// <summary>A run with an instruction set switched off is worth nothing if the runtime ignored the switch.</summary>
public sealed class InstructionSetTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public void Runtime_WithSwitchSetToZero_LacksTheInstructionSet(string variable)
    {
        var isSupported = variable switch
        {
            "DOTNET_EnableAVX512" => Avx512F.IsSupported,
            "DOTNET_EnableAVX2" => Avx2.IsSupported,
            _ => Vector128.IsHardwareAccelerated,
        };
        var isSwitchedOff = Environment.GetEnvironmentVariable(variable) == "0";
        Assert.False(isSwitchedOff && isSupported, $"{variable}=0 had no effect.");
    }
}

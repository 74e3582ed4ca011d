using System.Runtime.InteropServices;

namespace Tutti.Tensors.Kernels.Vector;

// Types that stand for the number that is their size. See MatMulTile.cs.
[StructLayout(LayoutKind.Sequential, Size = 1)] internal readonly struct Size1;
[StructLayout(LayoutKind.Sequential, Size = 2)] internal readonly struct Size2;
[StructLayout(LayoutKind.Sequential, Size = 3)] internal readonly struct Size3;
[StructLayout(LayoutKind.Sequential, Size = 4)] internal readonly struct Size4;
[StructLayout(LayoutKind.Sequential, Size = 5)] internal readonly struct Size5;
[StructLayout(LayoutKind.Sequential, Size = 6)] internal readonly struct Size6;
[StructLayout(LayoutKind.Sequential, Size = 7)] internal readonly struct Size7;
[StructLayout(LayoutKind.Sequential, Size = 8)] internal readonly struct Size8;
[StructLayout(LayoutKind.Sequential, Size = 9)] internal readonly struct Size9;
[StructLayout(LayoutKind.Sequential, Size = 10)] internal readonly struct Size10;
[StructLayout(LayoutKind.Sequential, Size = 11)] internal readonly struct Size11;
[StructLayout(LayoutKind.Sequential, Size = 12)] internal readonly struct Size12;

namespace Tutti.Communication.Launching;

/// <summary>
/// The stack of threads that run users' work: deep graphs are walked by recursion there, and the default of some systems is 1.5 MB.
/// </summary>
internal static class ThreadWorkerStack
{
    internal const int Bytes = 16 << 20;
}

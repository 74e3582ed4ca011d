using System.Globalization;
using System.Reflection;

namespace Tutti.Communication.Launching.Functions;

/// <summary>
/// A static method that another process of the same program can find: the path of its assembly, the build's identity, its type, name and
/// token. Travels as lines of text.
/// </summary>
internal sealed record FunctionReference(string AssemblyPath, Guid Build, string TypeName, string MethodName, int Token)
{
    private const BindingFlags AnyStatic = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <exception cref="ArgumentException">It is no static method of a type, or cannot be found by another process.</exception>
    internal static FunctionReference Of(Delegate work)
    {
        var method = work.Method;
        if (!method.IsStatic || work.Target is not null)
            Throw.WorkIsNotStatic(
                IsLambda(method) ? "a lambda or a function that captures variables" : $"the instance method '{method.Name}'");
        if (method.IsGenericMethod) Throw.WorkIsNotStatic($"the generic method '{method.Name}'");
        var path = method.Module.Assembly.Location;
        if (path.Length == 0) Throw.ProgramIsOneFile(method.Module.Assembly.GetName().Name ?? "");
        var type = method.DeclaringType?.FullName ?? "";
        return new FunctionReference(path, method.Module.ModuleVersionId, type, method.Name, method.MetadataToken);
    }

    internal string ToText() => string.Join(
        '\n', AssemblyPath, Build.ToString(), TypeName, MethodName, Token.ToString(CultureInfo.InvariantCulture));

    internal static FunctionReference Parse(string text)
    {
        var lines = text.Split('\n');
        return new FunctionReference(lines[0], Guid.Parse(lines[1]), lines[2], lines[3], int.Parse(lines[4], CultureInfo.InvariantCulture));
    }

    /// <exception cref="InvalidOperationException">The assembly is another build, or lacks it.</exception>
    internal MethodInfo Resolve()
    {
        // Gives the program's own assembly where it is one; else the assemblies beside this one are found as well.
        var type = Assembly.LoadFrom(AssemblyPath).GetType(TypeName);
        if (type is not null && type.Module.ModuleVersionId == Build)
            foreach (var method in type.GetMethods(AnyStatic))
                if (method.MetadataToken == Token && method.Name == MethodName) return method;
        throw new InvalidOperationException(
            $"Distributor: the worker's program has changed. Got no {TypeName}.{MethodName} of build {Build} in '{AssemblyPath}'. " +
            "Expected the build that called RunAsync. Do not build while a job starts.");
    }

    private static bool IsLambda(MethodInfo method) => method.Name.Contains('<', StringComparison.Ordinal);
}

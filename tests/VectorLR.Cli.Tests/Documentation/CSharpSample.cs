using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace VectorLR.Cli.Tests.Documentation;

/// <summary>Compiles a sample as a console program, with the SDK's implicit usings, and runs it in this process.</summary>
internal static class CSharpSample
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly Lazy<MetadataReference[]> s_references = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => path.EndsWith(".dll", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path))]);

    /// <summary>Runs a sample. Standard output and the current folder are the process's, so that no other test may run meanwhile.</summary>
    /// <param name="source">The sample.</param>
    /// <param name="folder">The current folder of the sample.</param>
    /// <returns>What it wrote to standard output; after it the warnings and errors, or the exception that it ended with.</returns>
    public static string Run(string source, string folder)
    {
        using MemoryStream assembly = new();
        if (Compile(assembly, source) is { Length: > 0 } faults)
        {
            return faults;
        }

        assembly.Position = 0;
        AssemblyLoadContext context = new("sample", isCollectible: true);
        TextWriter console = Console.Out;
        string before = Environment.CurrentDirectory;
        using StringWriter output = new() { NewLine = "\n" };
        try
        {
            Console.SetOut(output);
            Environment.CurrentDirectory = folder;
            MethodInfo main = context.LoadFromStream(assembly).EntryPoint!;
            main.Invoke(null, main.GetParameters().Length == 0 ? null : [Array.Empty<string>()]);
        }
        catch (TargetInvocationException exception)
        {
            output.WriteLine(exception.InnerException);
        }
        finally
        {
            Environment.CurrentDirectory = before;
            Console.SetOut(console);
            context.Unload();
        }

        return output.ToString();
    }

    /// <summary>Compiles a program. Returns the warnings and errors, a line each.</summary>
    /// <param name="assembly">Receives the program.</param>
    /// <param name="sources">Its files.</param>
    public static string Compile(Stream assembly, params string[] sources)
    {
        CSharpParseOptions parse = new(LanguageVersion.Latest);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Sample",
            [.. sources.Prepend(ImplicitUsings).Select(source => CSharpSyntaxTree.ParseText(source, parse))],
            s_references.Value,
            new(
                OutputKind.ConsoleApplication,
                optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable));
        return string.Join('\n', compilation.Emit(assembly).Diagnostics
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .Select(diagnostic => diagnostic.ToString()));
    }
}

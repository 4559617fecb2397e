using System.Diagnostics;

namespace VectorLR.Cli.Tests.Documentation;

/// <summary>The system's Python, if it has NumPy and scikit-learn.</summary>
internal static class Python
{
    private const string Program = "/usr/bin/python3";

    private static readonly Lazy<bool> s_exists = new(() => File.Exists(Program) && Run("import numpy, sklearn", "").ExitCode == 0);

    public static bool Exists => s_exists.Value;

    public static Tool.Outcome Run(string script, string folder)
    {
        ProcessStartInfo start = new(Program, ["-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        using Process process = Process.Start(start)!;
        return Tool.Finish(process);
    }
}

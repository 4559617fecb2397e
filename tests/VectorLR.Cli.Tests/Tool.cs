using System.Diagnostics;
using System.Globalization;

namespace VectorLR.Cli.Tests;

/// <summary>Runs the real program in its own process.</summary>
internal static class Tool
{
    /// <summary>How a run ended and what it wrote.</summary>
    internal sealed record Outcome(int ExitCode, string Output, string Error)
    {
        public string ErrorLine => Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    public static Outcome Run(params string[] arguments) => Run(new Dictionary<string, string>(), arguments);

    public static Outcome Run(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using Process process = Start(environment, arguments);
        return Finish(process);
    }

    /// <summary>Ends a process with the test.</summary>
    internal sealed class Child(Process process) : IDisposable
    {
        public void Dispose()
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    /// <summary>Runs the tool in a folder, so that file names can be relative.</summary>
    public static Outcome RunIn(string folder, params string[] arguments)
    {
        using Process process = Start(new Dictionary<string, string>(), arguments, folder);
        return Finish(process);
    }

    /// <summary>Runs a script in bash, for pipes, limits and redirection.</summary>
    public static Outcome Shell(string script)
    {
        ProcessStartInfo start = new("/bin/bash", ["-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("VECTORLR_ISA");
        using Process process = Process.Start(start)!;
        return Finish(process);
    }

    /// <summary>How a shell calls the tool.</summary>
    public static string Command => $"dotnet {Path.Combine(AppContext.BaseDirectory, "VectorLR.Cli.dll")}";

    public static void Signal(Process process, string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public static Process Start(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        Start(environment, arguments, "");

    private static Process Start(IReadOnlyDictionary<string, string> environment, string[] arguments, string folder)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "VectorLR.Cli.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment.Remove("VECTORLR_ISA");
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public static Outcome Finish(Process process)
    {
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(2)))
        {
            // As where SIGINT is ignored from the start: a background job of a script without job control.
            process.Kill();
            Assert.Fail("the tool did not end within two minutes");
        }

        return new(process.ExitCode, output.Result, error.Result);
    }
}

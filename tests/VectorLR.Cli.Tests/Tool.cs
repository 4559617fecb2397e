using System.Diagnostics;

namespace VectorLR.Cli.Tests;

/// <summary>The real program, in a process of its own.</summary>
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

    public static Process Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "VectorLR.Cli.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
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

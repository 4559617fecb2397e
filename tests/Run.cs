// Runs every test project and ends with one line: N passed, N failed, N skipped.
//   dotnet run tests/Run.cs [arguments for dotnet test]
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

ProcessStartInfo start = new("dotnet", ["test", "--solution", "VectorLR.sln", "-c", "Release", .. args])
{
    WorkingDirectory = Path.GetDirectoryName(Folder())!,
    RedirectStandardOutput = true,
};

// The summary that dotnet test closes with, in any order; a run that ends without one has failed.
Dictionary<string, int> counts = [];
using Process process = Process.Start(start)!;
while (process.StandardOutput.ReadLine() is string line)
{
    Console.WriteLine(line);
    Match count = Regex.Match(line, @"^\s*(failed|succeeded|skipped): (\d+)$");
    if (count.Success)
    {
        counts[count.Groups[1].Value] = int.Parse(count.Groups[2].Value);
    }
}

process.WaitForExit();
int passed = counts.GetValueOrDefault("succeeded");
int failed = counts.GetValueOrDefault("failed");
Console.WriteLine($"{passed} passed, {failed} failed, {counts.GetValueOrDefault("skipped")} skipped");
return process.ExitCode != 0 ? process.ExitCode : passed == 0 || failed > 0 ? 1 : 0;

static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

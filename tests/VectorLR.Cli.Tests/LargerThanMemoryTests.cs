using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace VectorLR.Cli.Tests;

/// <summary>A file far beyond the memory that the process may have.</summary>
public class LargerThanMemoryTests
{
    private const int Features = 12_288;

    [Fact]
    public void Six_gigabytes_train_within_600_megabytes_of_private_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux says how much of the memory is private");

        // The file is sparse: it takes ten seconds to read, and no room on the disk (which a folder for temporary files may not be on).
        const int Count = 500_000;
        const long Limit = 600_000_000;
        using TempFolder folder = new(besideTheTests: true);
        string data = folder.WriteNpy("x.npy", "|u1", $"({Count}, {Features})", []);
        using (FileStream file = File.OpenWrite(data))
        {
            file.SetLength(file.Length + ((long)Count * Features));
        }

        byte[] half = [.. Enumerable.Range(0, Count).Select(i => (byte)(i % 2))];
        string labels = folder.WriteNpy("y.npy", "|u1", $"({Count},)", half);
        using Process process = Tool.Start(
            new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = Limit.ToString("X", CultureInfo.InvariantCulture) },
            "train", data, "--labels", labels, "--scale", "255", "--iterations", "1", "--json");
        using Tool.Child child = new(process);
        long most = 0;
        Stopwatch watch = Stopwatch.StartNew();
        while (!process.WaitForExit(20))
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(5), "it does not come to an end");
            most = Math.Max(most, PrivateBytes(process.Id));
        }

        Tool.Outcome outcome = Tool.Finish(process);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        JsonElement report = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal(Count, report.GetProperty("examples").GetInt32());
        Assert.InRange(report.GetProperty("passes").GetInt32(), 1, 2);
        Assert.Equal(Math.Log(2), report.GetProperty("cost").GetDouble(), 1e-6);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"most private memory: {most} bytes; fit: {report.GetProperty("seconds").GetDouble()} s");
        Assert.InRange(most, 1, Limit);
    }

    /// <summary>Resident memory that belongs to no file, or 0 once the process is gone.</summary>
    private static long PrivateBytes(int process)
    {
        try
        {
            string line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(
                line => line.StartsWith("RssAnon:", StringComparison.Ordinal)) ?? "";
            return line.Length == 0 ? 0 : long.Parse(line[8..^2].Trim(), CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}

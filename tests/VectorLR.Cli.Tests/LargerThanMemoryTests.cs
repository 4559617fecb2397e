using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace VectorLR.Cli.Tests;

/// <summary>Files that are mapped, the largest far beyond the memory that the process may have.</summary>
public class LargerThanMemoryTests
{
    private const int Features = 12_288;

    [Fact]
    public void A_file_large_enough_to_be_mapped_trains_to_the_weights_of_smaller_ones_read_into_memory()
    {
        // Twice the same examples: the mean of their gradients is the same number, to a rounding of sums in another order, if every byte is
        // where it should be. To the bit, VectorLR.Data.Tests compares mapping with reading.
        const int Count = 3000;
        byte[] pixels = new byte[Count * Features];
        new Random(1).NextBytes(pixels);
        byte[] labels = [.. Enumerable.Range(0, Count).Select(i => (byte)(i % 2))];
        using TempFolder folder = new();
        double small = Cost(folder.WriteNpy("x.npy", "|u1", $"({Count}, {Features})", pixels), folder.WriteNpy("y.npy", "|u1", $"({Count},)", labels));
        double large = Cost(
            folder.WriteNpy("xx.npy", "|u1", $"({2 * Count}, {Features})", [.. pixels, .. pixels]),
            folder.WriteNpy("yy.npy", "|u1", $"({2 * Count},)", [.. labels, .. labels]));
        Assert.Equal(small, large, 1e-12);
    }

    [Fact]
    public void Six_gigabytes_train_within_600_megabytes_of_private_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux says how much of the memory is private");
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("VECTORLR_LARGE") == "1", "reads a file of 6 GB (it takes no room on the disk): set VECTORLR_LARGE=1");
        const int Count = 500_000;
        const long Limit = 600_000_000;
        using TempFolder folder = new();
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
        long most = 0;
        while (!process.WaitForExit(20))
        {
            most = Math.Max(most, PrivateBytes(process.Id));
        }

        Tool.Outcome outcome = Tool.Finish(process);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        JsonElement report = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal(Count, report.GetProperty("examples").GetInt32());
        Assert.Equal(1, report.GetProperty("passes").GetInt32());
        Assert.Equal(Math.Log(2), report.GetProperty("cost").GetDouble(), 1e-6);
        TestContext.Current.TestOutputHelper?.WriteLine($"most private memory: {most} bytes; fit: {report.GetProperty("seconds").GetDouble()} s");
        Assert.InRange(most, 1, Limit);
    }

    private static double Cost(string data, string labels)
    {
        Tool.Outcome outcome = Tool.Run("train", data, "--labels", labels, "--scale", "255", "--precision", "f64", "--iterations", "1", "--json");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return JsonDocument.Parse(outcome.Output).RootElement.GetProperty("cost").GetDouble();
    }

    /// <summary>Resident memory that belongs to no file, or 0 once the process is gone.</summary>
    private static long PrivateBytes(int process)
    {
        try
        {
            string line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("RssAnon:", StringComparison.Ordinal)) ?? "";
            return line.Length == 0 ? 0 : long.Parse(line[8..^2].Trim(), CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}

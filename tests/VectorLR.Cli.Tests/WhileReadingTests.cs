using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace VectorLR.Cli.Tests;

/// <summary>Changes to the data and user actions while the tool reads. Pipes pause the tool at the right point.</summary>
public class WhileReadingTests
{
    private const int Features = 12_288;

    public WhileReadingTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "needs named pipes, signals and /proc");

    [Fact]
    public void Interrupting_while_the_data_come_in_leaves_the_model_that_was_there()
    {
        using TempFolder folder = new();
        string model = folder.Write("m.json", "what the user had");
        string pipe = MakePipe(folder, "d.csv");
        using Process train = Tool.Start(new Dictionary<string, string>(), "train", pipe, "--label", "y", "--model", model);
        using Tool.Child child = new(train);

        // The pipe stays open, so the tool waits for more data that never comes.
        using FileStream writer = Open(pipe);
        writer.Write("a,y\n1,0\n2,1\n"u8);
        Tool.Signal(train, "INT");
        Tool.Outcome outcome = Tool.Finish(train);
        Assert.Equal((130, "vectorlr: interrupted; nothing was written"), (outcome.ExitCode, outcome.ErrorLine));
        Assert.Equal("what the user had", File.ReadAllText(model));
        Assert.Equal([model], Directory.GetFiles(folder.Name, "*.json*"));
    }

    [Fact]
    public void Interrupting_a_verification_ends_it_between_two_hashes()
    {
        using TempFolder folder = new();
        string pipe = MakePipe(folder, "golden.txt");
        using Process verify = Tool.Start(new Dictionary<string, string>(), "verify", "--against", pipe, "--json");
        using Tool.Child child = new(verify);
        using (FileStream writer = Open(pipe))
        {
            writer.Write("dot/f32 0123456789abcdef\n"u8);
            Tool.Signal(verify, "INT");
            Thread.Sleep(500);
        }

        Tool.Outcome outcome = Tool.Finish(verify);
        Assert.Equal((130, "", "vectorlr: interrupted; nothing was written"), (outcome.ExitCode, outcome.Output, outcome.ErrorLine));
    }

    [Fact]
    public void A_mapped_file_that_was_cut_is_named_with_both_lengths()
    {
        using TempFolder folder = new();
        string data = WritePixels(folder, 6000);
        string model = folder.Write("m.json", "what the user had");
        string pipe = MakePipe(folder, "y.npy");
        using Process train = Tool.Start(new Dictionary<string, string>(), "train", data, "--labels", pipe, "--model", model);

        using Tool.Child child = new(train);

        // The pipe's other end is open once the tool has mapped the matrix and waits for the labels.
        long length = new FileInfo(data).Length;
        using (FileStream writer = Open(pipe))
        {
            using (FileStream cut = new(data, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            {
                cut.SetLength(length - 1);
            }

            writer.Write(File.ReadAllBytes(WriteLabels(folder, 6000)));
        }

        Tool.Outcome outcome = Tool.Finish(train);
        Assert.Equal(
            (2, $"vectorlr: {data}: found {length - 1} bytes, expected {length}: the file was truncated while it was being read"),
            (outcome.ExitCode, outcome.ErrorLine));
        Assert.Equal("what the user had", File.ReadAllText(model));
    }

    [Fact]
    public void A_table_that_is_cut_between_two_lines_is_no_shorter_table()
    {
        using TempFolder folder = new();
        StringBuilder block = new();
        for (int i = 0; i < 1000; i++)
        {
            block.Append(CultureInfo.InvariantCulture, $"{i % 10}.123456789,{i % 7}.987654321,{i % 2}\n");
        }

        byte[] lines = Encoding.ASCII.GetBytes(block.ToString());
        string csv = folder.Write("d.csv", "a,b,y\n");
        const int Blocks = 6000;
        using (FileStream file = new(csv, FileMode.Append))
        {
            for (int i = 0; i < Blocks; i++)
            {
                file.Write(lines);
            }
        }

        long length = new FileInfo(csv).Length;
        long cut = 6 + ((long)lines.Length * (Blocks - 1));
        using Process train = Tool.Start(new Dictionary<string, string>(), "train", csv, "--label", "y", "--model", folder.Path("m.json"));
        using Tool.Child child = new(train);
        while (BytesRead(train) < 16 << 20)
        {
            Assert.False(train.HasExited, "the tool ended before it read");
            Thread.Sleep(1);
        }

        Tool.Signal(train, "STOP");
        Assert.InRange(BytesRead(train), 16 << 20, cut - 1);
        using (FileStream file = new(csv, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(cut);
        }

        Tool.Signal(train, "CONT");
        Tool.Outcome outcome = Tool.Finish(train);
        Assert.Equal(
            (2, $"vectorlr: {csv}: found {cut} bytes, expected {length}: the file was truncated while it was being read"),
            (outcome.ExitCode, outcome.ErrorLine));
        Assert.Equal([csv], Directory.GetFiles(folder.Name));
    }

    [Fact]
    public void A_file_that_is_mapped_trains_to_the_bits_of_the_same_bytes_in_memory()
    {
        using TempFolder folder = new();
        string data = WritePixels(folder, 6000);
        string labels = WriteLabels(folder, 6000);
        string mapped = Hash(Tool.Run("train", data, "--labels", labels, "--scale", "255", "--iterations", "3", "--json"));

        // A pipe cannot be mapped: it is read to its end.
        string pipe = MakePipe(folder, "pipe.npy");
        using Process cat = Process.Start(
            new ProcessStartInfo("/bin/bash", ["-c", $"exec cat {data} > {pipe}"]) { RedirectStandardOutput = true })!;
        using Tool.Child child = new(cat);
        string read = Hash(Tool.Run("train", pipe, "--labels", labels, "--scale", "255", "--iterations", "3", "--json"));
        cat.WaitForExit();
        Assert.Equal(0, cat.ExitCode);
        Assert.Equal(read, mapped);
    }

    /// <summary>Large enough to be mapped.</summary>
    private static string WritePixels(TempFolder folder, int count)
    {
        byte[] pixels = new byte[count * Features];
        new Random(1).NextBytes(pixels);
        Assert.True(pixels.Length >= 64 << 20);
        return folder.WriteNpy("x.npy", "|u1", $"({count}, {Features})", pixels);
    }

    private static string WriteLabels(TempFolder folder, int count) =>
        folder.WriteNpy("labels.npy", "|u1", $"({count},)", [.. Enumerable.Range(0, count).Select(i => (byte)(i % 2))]);

    private static string MakePipe(TempFolder folder, string name)
    {
        using Process make = Process.Start("mkfifo", [folder.Path(name)]);
        make.WaitForExit();
        Assert.Equal(0, make.ExitCode);
        return folder.Path(name);
    }

    /// <summary>Opens a pipe for writing and waits for its reader, with a timeout.</summary>
    private static FileStream Open(string pipe) =>
        Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
        .WaitAsync(TimeSpan.FromMinutes(1)).GetAwaiter().GetResult();

    private static string Hash(Tool.Outcome outcome)
    {
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return JsonDocument.Parse(outcome.Output).RootElement.GetProperty("weights_hash").GetString()!;
    }

    /// <summary>What a process has read of files: some megabytes at its start, then its data. 0 where it is gone.</summary>
    private static long BytesRead(Process process)
    {
        try
        {
            string line = File.ReadLines($"/proc/{process.Id}/io").First(line => line.StartsWith("rchar:", StringComparison.Ordinal));
            return long.Parse(line["rchar:".Length..].Trim(), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}

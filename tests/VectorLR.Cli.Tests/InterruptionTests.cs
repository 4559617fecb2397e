using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using VectorLR.Training;

namespace VectorLR.Cli.Tests;

/// <summary>Ctrl-C, twice, in a long pass, and processes that are killed.</summary>
public class InterruptionTests
{
    private const int Count = 60_000;
    private const int Features = 1000;

    private readonly Stopwatch _clock = new();

    public InterruptionTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows cannot send Ctrl-C to one child alone");

    [Theory]
    [InlineData("INT", 0)]
    [InlineData("INT", 1)]
    [InlineData("INT", 20)]
    [InlineData("TERM", 20)]
    [InlineData("INT", 300)]
    public void A_second_signal_ends_at_once_without_a_trace_and_the_best_model_so_far_is_kept(string signal, int milliseconds)
    {
        using TempFolder folder = new();
        string model = folder.Path("m.json");
        string checkpoint = folder.Path("c.json");
        using Process process = Start(
            folder, "--optimizer", "gd", "--iterations", "2000000000", "--tolerance", "0", "--model", model, "--checkpoint", checkpoint);
        using Tool.Child child = new(process);
        WaitFor(process, () => File.Exists(checkpoint));

        // One shell sends both: starting a program takes longer than the time between them.
        string pause = (milliseconds / 1000.0).ToString(CultureInfo.InvariantCulture);
        Assert.Equal(0, Tool.Shell($"kill -{signal} {process.Id}; sleep {pause}; kill -{signal} {process.Id} 2> /dev/null; true").ExitCode);
        Tool.Outcome outcome = Tool.Finish(process);
        Assert.Equal(130, outcome.ExitCode);
        Assert.StartsWith("vectorlr: interrupted", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Contains($"saved in {model}", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Equal(64, LogisticRegression.Load(model).Parameters.Weights.Length);
        Assert.Equal(64, Checkpoint.Load(checkpoint).Parameters.Weights.Length);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Name, "*.tmp"));
    }

    [Fact]
    public void Many_signals_leave_no_trace_and_nothing_half_written()
    {
        using TempFolder folder = new();
        string model = folder.Path("m.json");
        using Process process = Start(folder, "--optimizer", "gd", "--iterations", "2000000000", "--tolerance", "0", "--model", model);
        using Tool.Child child = new(process);
        WaitFor(process, () => process.TotalProcessorTime > TimeSpan.FromSeconds(1));
        Tool.Shell($"for i in 1 2 3 4 5 6 7 8 9; do kill -INT {process.Id} 2> /dev/null; done");
        Tool.Outcome outcome = Tool.Finish(process);
        Assert.Equal(130, outcome.ExitCode);
        Assert.StartsWith("vectorlr: interrupted", outcome.ErrorLine, StringComparison.Ordinal);
        LogisticRegression.Load(model);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Name, "*.tmp"));
    }

    [Theory]
    [InlineData("newton")]
    [InlineData("gd")]
    public void Interrupting_a_long_pass_is_heard_within_a_second_and_saves_what_there_is(string optimizer)
    {
        using TempFolder folder = new();
        byte[] pixels = new byte[Count * Features];
        new Random(1).NextBytes(pixels);
        string data = folder.WriteNpy("x.npy", "|u1", $"({Count}, {Features})", pixels);
        byte[] ones = [.. Enumerable.Range(0, Count).Select(i => (byte)(i % 3 == 0 ? 1 : 0))];
        string labels = folder.WriteNpy("y.npy", "|u1", $"({Count},)", ones);
        string model = folder.Path("m.json");
        string history = folder.Path("h.csv");
        using Process process = Tool.Start(
            new Dictionary<string, string>(),
            "train", data, "--labels", labels, "--scale", "255", "--optimizer", optimizer, "--tolerance", "0", "--l2", "0.01",
            "--iterations", "1000000", "--model", model, "--history", history, "--json");
        using Tool.Child child = new(process);

        // A pass for the Hessian takes many seconds of all cores.
        WaitFor(process, () => process.TotalProcessorTime > TimeSpan.FromSeconds(3));
        _clock.Start();
        Tool.Signal(process, "INT");
        Tool.Outcome outcome = Tool.Finish(process);

        // Twice as long as promised, since tests share the machine.
        Assert.InRange(_clock.Elapsed.TotalSeconds, 0, 2);
        Assert.Equal(130, outcome.ExitCode);
        Assert.Contains($"; the model is the best so far, saved in {model}", outcome.ErrorLine, StringComparison.Ordinal);
        JsonElement report = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal("interrupted", report.GetProperty("stopped").GetString());
        Assert.Equal(report.GetProperty("weights_hash").GetString(), LogisticRegression.Load(model).Parameters.Hash());
        Assert.StartsWith("iteration,", File.ReadAllText(history), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train {0} --label y --model {1} --history {2} --iterations 5 --tolerance 0")]
    [InlineData("convert {0} {1}.npy --label y")]
    public void Killed_again_and_again_the_outputs_are_whole_and_one_leftover_at_most_goes_the_next_time(string arguments)
    {
        using TempFolder folder = new();
        string csv = folder.Write(
            "d.csv", "a,b,y\n" + string.Concat(Enumerable.Range(0, 30_000).Select(i => $"{i % 11},{i % 7}.5,{i * 7 % 3 % 2}\n")));
        string output = folder.Path("out");
        string[] words = string.Format(CultureInfo.InvariantCulture, arguments, csv, output, folder.Path("h.csv")).Split(' ');
        Tool.Outcome whole = Tool.Run(words);
        Assert.True(whole.ExitCode == 0, whole.Error);
        Dictionary<string, byte[]> expected = Directory.GetFiles(folder.Name, "out*").ToDictionary(file => file, File.ReadAllBytes);

        // From the first file on the run is nearly at its end: kill it there, sooner and later.
        for (int i = 0; i < 12; i++)
        {
            using Process process = Tool.Start(new Dictionary<string, string>(), words);
            if (i % 3 == 0)
            {
                Thread.Sleep(150 + (20 * i));
            }
            else
            {
                WaitFor(
                    process,
                    () => process.HasExited || Directory.EnumerateFileSystemEntries(folder.Name, $"out*.{process.Id}-*.tmp").Any());
            }

            process.Kill();
            Tool.Finish(process);
            Assert.InRange(Directory.GetFileSystemEntries(folder.Name, "*.tmp").Length, 0, 1);
            Assert.All(expected, file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));
        }

        Assert.Equal(0, Tool.Run(words).ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Name, "*.tmp"));
    }

    [Fact]
    public void Two_processes_that_save_to_one_path_leave_the_files_of_one_of_them()
    {
        using TempFolder folder = new();
        string output = folder.Path("x.npy");
        string labels = folder.Path("x.labels.npy");
        string[] tables = [.. Enumerable.Range(1, 2).Select(k => folder.Write(
            $"{k}.csv", "a,y\n" + string.Concat(Enumerable.Range(0, 20_000 * k).Select(i => $"{k},{(i + k) % 2}\n"))))];
        Dictionary<string, string> none = [];
        for (int round = 0; round < 5; round++)
        {
            Process[] both = [.. tables.Select(table => Tool.Start(none, "convert", table, output, "--label", "y"))];
            foreach (Process process in both)
            {
                using (process)
                {
                    Tool.Outcome outcome = Tool.Finish(process);
                    Assert.True(outcome.ExitCode == 0, outcome.Error);
                }
            }

            // The features tell whose they are by their length, and so do the labels.
            Assert.Contains(
                (new FileInfo(output).Length, new FileInfo(labels).Length),
                ((long, long)[])[(128 + (8 * 20_000), 128 + 20_000), (128 + (8 * 40_000), 128 + 40_000)]);
            Assert.Equal(4, Directory.GetFiles(folder.Name).Length);
        }
    }

    private static Process Start(TempFolder folder, params string[] arguments) => Tool.Start(
        new Dictionary<string, string>(),
        [
            "train", folder.Copy("digits_images.npy"), "--labels", folder.Copy("digits_labels.npy"), "--positive", "8", "--scale", "16",
            .. arguments,
        ]);

    private static void WaitFor(Process process, Func<bool> isReady)
    {
        while (!isReady())
        {
            Assert.False(process.HasExited, "the tool ended too soon");
            Thread.Sleep(1);
        }
    }
}

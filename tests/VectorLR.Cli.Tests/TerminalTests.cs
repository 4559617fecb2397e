using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using SkiaSharp;
using VectorLR.Training;

namespace VectorLR.Cli.Tests;

/// <summary>The tool in a terminal, in a shell, on a full disk and under Ctrl-C.</summary>
public partial class TerminalTests
{
    [Fact]
    public void Colour_is_for_terminals_and_NO_COLOR_is_respected()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "needs script, which runs a program in a terminal");
        using TempFolder folder = new();
        string train = $"train {folder.Copy("digits_images.npy")} --labels {folder.Copy("digits_labels.npy")} "
            + "--positive 8 --scale 16 --iterations 20000";
        Assert.Matches(Colour(), InTerminal($"env -u NO_COLOR TERM=xterm-256color {Tool.Command} {train}"));
        string without = InTerminal($"env NO_COLOR=1 TERM=xterm-256color {Tool.Command} {train}");
        Assert.DoesNotMatch(Colour(), without);
        Assert.Contains("weights_hash", without, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', Tool.Run(new Dictionary<string, string> { ["TERM"] = "xterm-256color" }, train.Split(' ')).Output);
    }

    [Theory]
    [InlineData("vectorlr con", "convert")]
    [InlineData("vectorlr train --skip", "--skip-bad")]
    [InlineData("vectorlr speedup --re", "--report")]
    public void A_shell_may_ask_what_may_stand_at_the_cursor(string line, string expected)
    {
        Tool.Outcome outcome = Tool.Run(string.Create(CultureInfo.InvariantCulture, $"[suggest:{line.Length}]"), line);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(expected, outcome.Output.Trim());
    }

    [Fact]
    public void The_completion_script_works_in_bash()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "needs bash");
        Assert.Equal("--skip-bad", Tool.Shell(
            $"vectorlr() {{ {Tool.Command} \"$@\"; }}; source <(vectorlr completion bash); "
            + "COMP_LINE='vectorlr train --sk'; COMP_POINT=19; COMP_WORDS=(vectorlr train --sk); COMP_CWORD=2; "
            + "_vectorlr; echo \"${COMPREPLY[@]}\"").Output.Trim());
        foreach (string shell in (string[])["zsh", "fish", "powershell"])
        {
            Assert.Contains("[suggest:", Tool.Run("completion", shell).Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_full_disk_is_one_line_and_exit_code_1()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs a device that is always full");
        using TempFolder folder = new();
        string csv = folder.Copy("breast_cancer.csv");
        foreach (string option in (string[])["--model", "--history"])
        {
            Tool.Outcome outcome = Tool.Run(
                "train", csv, "--label", "diagnosis", "--positive", "benign", "--iterations", "0", "--tolerance", "1e9", option,
                "/dev/full");
            Assert.Equal(1, outcome.ExitCode);
            Assert.StartsWith("vectorlr: No space left on device", outcome.ErrorLine, StringComparison.Ordinal);
        }

        Tool.Outcome standardOutput = Tool.Shell($"{Tool.Command} info > /dev/full");
        Assert.Equal(1, standardOutput.ExitCode);
        Assert.StartsWith("vectorlr: No space left on device", standardOutput.ErrorLine, StringComparison.Ordinal);
        Assert.True(File.Exists("/dev/full"));
    }

    [Theory]
    [InlineData("2>&-")]
    [InlineData("2>/dev/full")]
    [InlineData("2>&- >/dev/null <&-")]
    public void The_exit_code_is_right_where_standard_error_cannot_be_written(string redirection)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs a device that is always full");
        using TempFolder folder = new();
        string csv = folder.Write("d.csv", FitTests.Overlapping());
        string model = folder.Path("m.json");
        foreach ((int code, string arguments) in ((int, string)[])
        [
            (0, $"train {csv} --label y --iterations 1 --model {model}"),
            (1, $"train {csv} --label y --optimizer gd --learning-rate 1e300 --iterations 9 --model {model}"),
            (1, $"train {csv} --label y --model /dev/full"),
            (2, $"train {folder.Path("none.csv")} --label y"),
            (2, $"train {csv} --labl y"),
            (2, "no-such-command"),
        ])
        {
            Tool.Outcome outcome = Tool.Shell($"{Tool.Command} {arguments} {redirection}");
            Assert.True(outcome.ExitCode == code && outcome.Error.Length == 0, $"{arguments}: {outcome.ExitCode}, {outcome.Error}");
        }

        Assert.StartsWith("{", File.ReadAllText(model), StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_that_cannot_be_written_is_a_warning_and_the_model_is_saved()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs a device that is always full");
        using TempFolder folder = new();
        string[] train =
        [
            "train", folder.Write("d.csv", FitTests.Overlapping()), "--label", "y", "--optimizer", "gd", "--iterations", "1000",
            "--tolerance", "1e9", "--json",
        ];
        string model = folder.Path("m.json");
        Tool.Outcome outcome = Tool.Run([.. train, "--checkpoint", "/dev/full", "--model", model]);
        Assert.Equal(0, outcome.ExitCode);
        Assert.StartsWith(
            "vectorlr: warning: the checkpoint cannot be written, training goes on: No space left on device", outcome.ErrorLine,
            StringComparison.Ordinal);
        Assert.Equal("", Tool.Run([.. train, "--model", folder.Path("m2.json")]).Error);
        Assert.Equal(File.ReadAllText(folder.Path("m2.json")), File.ReadAllText(model));
    }

    [Fact]
    public void A_checkpoint_that_can_no_longer_be_written_warns_once_and_the_fit_goes_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a folder that vanishes while it is in use");
        using TempFolder folder = new();
        string gone = Directory.CreateDirectory(folder.Path("gone")).FullName;
        string checkpoint = Path.Combine(gone, "c.json");
        string model = folder.Path("m.json");
        using Process process = Tool.Start(
            new Dictionary<string, string>(),
            "train", folder.Copy("digits_images.npy"), "--labels", folder.Copy("digits_labels.npy"), "--positive", "8", "--scale", "16",
            "--optimizer", "gd", "--iterations", "2000000000", "--tolerance", "0", "--model", model, "--checkpoint", checkpoint);
        using Tool.Child child = new(process);
        while (!File.Exists(checkpoint))
        {
            Assert.False(process.HasExited, "the tool ended before its first checkpoint");
            Thread.Sleep(20);
        }

        Directory.Delete(gone, recursive: true);
        Thread.Sleep(2500);
        Tool.Signal(process, "INT");
        Tool.Outcome outcome = Tool.Finish(process);
        Assert.Equal(130, outcome.ExitCode);
        string[] lines = outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("vectorlr: warning: the checkpoint cannot be written, training goes on", lines[0], StringComparison.Ordinal);
        Assert.EndsWith($"saved in {model}", lines[1], StringComparison.Ordinal);
        Assert.True(File.Exists(model));
    }

    [Fact]
    public void A_history_that_cannot_be_written_does_not_lose_the_model()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs a device that is always full");
        using TempFolder folder = new();
        string model = folder.Path("m.json");
        Tool.Outcome outcome = Tool.Run(
            "train", folder.Write("d.csv", FitTests.Overlapping()), "--label", "y", "--model", model, "--history", "/dev/full");
        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith("vectorlr: No space left on device", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.EndsWith($"; the model is saved in {model}", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.True(File.Exists(model));
    }

    [Fact]
    public void Every_file_that_is_overwritten_keeps_its_permissions()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such permissions");
            return;
        }

        using TempFolder folder = new();
        string csv = folder.Write("d.csv", FitTests.Overlapping());
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        string[] names = ["m.json", "h.csv", "c.svg", "p.json", "x.npy", "x.labels.npy", "m.onnx", "e.png"];
        string[] outputs = Array.ConvertAll(names, folder.Path);
        foreach (string output in outputs)
        {
            File.WriteAllText(output, "");
            File.SetUnixFileMode(output, Private);
        }

        Assert.Equal(0, Tool.Run(
            "train", csv, "--label", "y", "--model", outputs[0], "--history", outputs[1], "--chart", outputs[2], "--checkpoint",
            outputs[3]).ExitCode);
        Assert.Equal(0, Tool.Run("convert", csv, outputs[4], "--label", "y").ExitCode);
        Assert.Equal(0, Tool.Run("export", outputs[0], "--onnx", outputs[6]).ExitCode);
        string square = folder.Path("square.json");
        new LogisticRegression(Parameters.Zero(4)).Save(square);
        Assert.Equal(0, Tool.Run("explain", square, "--image", outputs[7]).ExitCode);
        foreach (string output in outputs)
        {
            Assert.True(new FileInfo(output).Length > 0 && File.GetUnixFileMode(output) == Private, output);
        }
    }

    [Fact]
    public void A_device_is_written_to_as_it_is()
    {
        Assert.SkipUnless(File.Exists("/dev/null"), "needs a device");
        using TempFolder folder = new();
        Tool.Outcome outcome = Tool.Run(
            "train", folder.Write("d.csv", FitTests.Overlapping()), "--label", "y", "--model", "/dev/null", "--history", "/dev/null");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.True(File.Exists("/dev/null"));
    }

    [Fact]
    public void A_disk_that_fills_up_half_way_leaves_what_was_there()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a limit on the size of files");
        using TempFolder folder = new();
        string npy = folder.Write("x.npy", "what the user had");
        string labels = folder.Write("x.labels.npy", "and its labels");
        string csv = folder.Write("d.csv", "a,y\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i},{i % 2}\n")));

        // A write beyond 64 KiB fails, as on a full disk. The two runtime knobs avoid the runtime's own larger files.
        Tool.Outcome outcome = Tool.Shell(
            "export DOTNET_EnableWriteXorExecute=0 DOTNET_EnableDiagnostics=0; trap '' XFSZ; ulimit -f 64; "
            + $"{Tool.Command} convert {csv} {npy} --label y");
        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith("vectorlr: ", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Contains("too large", outcome.ErrorLine, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("what the user had", File.ReadAllText(npy));
        Assert.Equal("and its labels", File.ReadAllText(labels));
        Assert.Equal(3, Directory.GetFiles(folder.Name).Length);
    }

    [Theory]
    [InlineData("speedup --chart {0}/s.png")]
    [InlineData("")]
    public void Interrupting_what_measures_is_one_line_and_exit_code_130(string arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows cannot send Ctrl-C to one child alone");
        using TempFolder folder = new();
        using Process process = Tool.Start(
            new Dictionary<string, string>(),
            string.Format(CultureInfo.InvariantCulture, arguments, folder.Name).Split(' ', StringSplitOptions.RemoveEmptyEntries));

        using Tool.Child child = new(process);

        // It is past its start then, and ten seconds from its end.
        while (!process.HasExited && process.TotalProcessorTime < TimeSpan.FromSeconds(1))
        {
            Thread.Sleep(10);
        }

        Tool.Signal(process, "INT");
        Tool.Outcome outcome = Tool.Finish(process);
        Assert.Equal((130, "vectorlr: interrupted; nothing was written"), (outcome.ExitCode, outcome.ErrorLine));
        Assert.Empty(Directory.GetFiles(folder.Name));
    }

    [Fact]
    public void Interrupting_a_conversion_leaves_nothing_half_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows cannot send Ctrl-C to one child alone");
        using TempFolder folder = new();
        string images = ImageTests.MakeImages(folder);

        // Minutes of work, if it is not interrupted: one large image under many names.
        string large = folder.Path("large.png");
        using (SKBitmap bitmap = new(3000, 3000, SKColorType.Rgba8888, SKAlphaType.Opaque))
        using (FileStream file = File.Create(large))
        {
            bitmap.Encode(file, SKEncodedImageFormat.Png, 100);
        }

        for (int i = 0; i < 5000; i++)
        {
            File.CreateSymbolicLink(Path.Combine(images, "dark", $"large{i}.png"), large);
        }

        string npy = folder.Write("x.npy", "what the user had");
        using Process process = Tool.Start(new Dictionary<string, string>(), "convert", images, npy);
        using Tool.Child child = new(process);
        while (!Directory.EnumerateFiles(folder.Name, "x.npy", SearchOption.AllDirectories).Any(
            file => file != npy && new FileInfo(file).Length > 0))
        {
            Assert.False(process.HasExited, "the tool ended before it was interrupted");
            Thread.Sleep(20);
            if (process.TotalProcessorTime > TimeSpan.FromSeconds(2))
            {
                break;
            }
        }

        Tool.Signal(process, "INT");
        Tool.Outcome outcome = Tool.Finish(process);
        Assert.Equal(130, outcome.ExitCode);
        Assert.Equal("vectorlr: interrupted; nothing was written", outcome.ErrorLine);
        Assert.Equal("what the user had", File.ReadAllText(npy));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Name, "*.tmp"));
        Assert.Empty(Directory.GetFiles(folder.Name, "*.labels.npy"));
    }

    [Fact]
    public void Every_command_has_help_that_describes_each_of_its_options()
    {
        string[] commands = ["info", "speedup", "train", "evaluate", "predict", "export", "explain", "convert", "verify", "completion"];
        foreach (string command in commands)
        {
            Tool.Outcome outcome = Tool.Run(command, "--help");
            Assert.Equal(0, outcome.ExitCode);
            Assert.Equal("", outcome.Error);
            foreach (string line in outcome.Output.Split('\n').Where(line => line.StartsWith("  --", StringComparison.Ordinal)))
            {
                Assert.Matches(@"^  --\S+( <\S+>)?( \(REQUIRED\))?\s{2,}\S", line);
            }
        }
    }

    [Theory]
    [InlineData("evaluate", "<MODEL> <DATA> --labels --label --positive --json")]
    [InlineData("predict", "<MODEL> <DATA> --decimal-comma --size --skip-bad")]
    [InlineData("export", "<MODEL> --onnx")]
    public void Help_of_what_takes_a_model_names_its_arguments_and_options(string command, string named)
    {
        string[] first = [.. Tool.Run(command, "--help").Output.Split('\n')
            .Where(line => line.StartsWith("  ", StringComparison.Ordinal))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0])];
        Assert.All(named.Split(' '), name => Assert.Contains(name, first));
    }

    [GeneratedRegex(@"\u001b\[(38;|3[0-7]|9[0-7])")]
    private static partial Regex Colour();

    private static string InTerminal(string command) => Tool.Shell($"script -qec '{command}' /dev/null < /dev/null").Output;
}

using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using SkiaSharp;

namespace VectorLR.Cli.Tests;

/// <summary>What a terminal, a shell, a full disk and Ctrl-C meet.</summary>
public partial class TerminalTests
{
    [Fact]
    public void Colour_is_for_terminals_and_NO_COLOR_is_respected()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "needs script, which runs a program in a terminal");
        using TempFolder folder = new();
        string train = $"train {folder.Copy("digits_images.npy")} --labels {folder.Copy("digits_labels.npy")} --positive 8 --scale 16 --iterations 20000";
        Assert.Matches(Colour(), InTerminal($"env -u NO_COLOR TERM=xterm-256color {Command} {train}"));
        string without = InTerminal($"env NO_COLOR=1 TERM=xterm-256color {Command} {train}");
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
        Assert.Equal("--skip-bad", Shell(
            $"vectorlr() {{ {Command} \"$@\"; }}; source <(vectorlr completion bash); "
            + "COMP_LINE='vectorlr train --sk'; COMP_POINT=19; COMP_WORDS=(vectorlr train --sk); COMP_CWORD=2; _vectorlr; echo \"${COMPREPLY[@]}\"").Output.Trim());
        foreach (string shell in (string[])["zsh", "fish"])
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
            Tool.Outcome outcome = Tool.Run("train", csv, "--label", "diagnosis", "--positive", "benign", "--iterations", "0", "--tolerance", "1e9", option, "/dev/full");
            Assert.Equal(1, outcome.ExitCode);
            Assert.StartsWith("vectorlr: No space left on device", outcome.ErrorLine, StringComparison.Ordinal);
        }

        Tool.Outcome standardOutput = Shell($"{Command} info > /dev/full");
        Assert.Equal(1, standardOutput.ExitCode);
        Assert.StartsWith("vectorlr: No space left on device", standardOutput.ErrorLine, StringComparison.Ordinal);
        Assert.True(File.Exists("/dev/full"));
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
        while (!File.Exists($"{npy}.{process.Id}.tmp") || new FileInfo($"{npy}.{process.Id}.tmp").Length == 0)
        {
            Assert.False(process.HasExited, "the tool ended before it was interrupted");
            Thread.Sleep(20);
            if (process.TotalProcessorTime > TimeSpan.FromSeconds(2))
            {
                break;
            }
        }

        using (Process kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            kill.WaitForExit();
        }

        Tool.Outcome outcome = Tool.Finish(process);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("vectorlr: interrupted; nothing was written", outcome.ErrorLine);
        Assert.Equal("what the user had", File.ReadAllText(npy));
        Assert.Empty(Directory.GetFiles(folder.Name, "*.tmp"));
        Assert.Empty(Directory.GetFiles(folder.Name, "*.labels.npy"));
    }

    [Fact]
    public void Every_command_has_help_that_describes_each_of_its_options()
    {
        foreach (string command in (string[])["info", "speedup", "train", "evaluate", "predict", "export", "explain", "convert", "verify", "completion"])
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

    private static string Command => $"dotnet {Path.Combine(AppContext.BaseDirectory, "VectorLR.Cli.dll")}";

    [GeneratedRegex(@"\u001b\[(38;|3[0-7]|9[0-7])")]
    private static partial Regex Colour();

    private static string InTerminal(string command) => Shell($"script -qec '{command}' /dev/null < /dev/null").Output;

    private static Tool.Outcome Shell(string script)
    {
        ProcessStartInfo start = new("/bin/bash", ["-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("VECTORLR_ISA");
        using Process process = Process.Start(start)!;
        return Tool.Finish(process);
    }
}

using System.Text.RegularExpressions;

namespace VectorLR.Cli.Tests.Documentation;

/// <summary>Runs what a page shows, in its order and in one folder, and compares what is printed with what the page says.</summary>
/// <remarks>
/// A csharp or python block is a program, an sh block a script; the text block behind it is its output, without one it prints nothing. A
/// console block is a session: the lines behind a command are its output, and what it wrote to standard error if it failed. In an expected
/// line … stands for any characters.
/// </remarks>
/// <param name="folder">The current folder of all programs.</param>
/// <param name="scripts">Whether sh blocks run.</param>
internal sealed class PageRun(string folder, bool scripts = true)
{
    private static readonly string[] s_programs = ["csharp", "python", "sh"];
    private static readonly string[] s_data = ["json", "xml"];
    private readonly List<string> _failures = [];
    private readonly Dictionary<Fence, string[]> _outputs = [];

    /// <summary>What does not agree, with the line of the page.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>The number of blocks of each language that ran.</summary>
    public Dictionary<string, int> Ran { get; } = [];

    public void Run(MarkdownPage page)
    {
        for (int i = 0; i < page.Fences.Count; i++)
        {
            Fence fence = page.Fences[i];
            if (fence.Language == "console")
            {
                RunSession(page, fence);
            }
            else if (fence.Language == "sh" && !scripts)
            {
                continue;
            }
            else if (s_programs.Contains(fence.Language))
            {
                Fence? text = i + 1 < page.Fences.Count && page.Fences[i + 1].Language == "text" ? page.Fences[i + 1] : null;
                RunProgram(page, fence, text);
            }
            else if (fence.Language != "text" && !s_data.Contains(fence.Language))
            {
                _failures.Add($"{page.Name}:{fence.Line}: no test runs ```{fence.Language}");
            }
            else if (fence.Language == "text" && (i == 0 || !s_programs.Contains(page.Fences[i - 1].Language)))
            {
                _failures.Add($"{page.Name}:{fence.Line}: ```text is the output of a program, and there is none before it");
            }
        }
    }

    /// <summary>The page with the outputs that came, where they are others than those it has.</summary>
    public string Rewritten(MarkdownPage page)
    {
        List<string> lines = [.. page.Lines];
        foreach (Fence fence in page.Fences.Reverse().Where(_outputs.ContainsKey))
        {
            lines.RemoveRange(fence.First, fence.Lines.Length);
            lines.InsertRange(fence.First, _outputs[fence]);
        }

        return string.Join('\n', lines) + "\n";
    }

    /// <summary>Whether an output is what a page says, but for spaces at the ends of lines.</summary>
    public static bool Agree(string[] expected, string[] actual) => expected.Length == actual.Length && expected.Zip(actual).All(Agree);

    private static bool Agree((string Expected, string Actual) line) => Regex.IsMatch(
        line.Actual.TrimEnd(), $"^{Regex.Escape(line.Expected.TrimEnd()).Replace("…", ".*", StringComparison.Ordinal)}$");

    private void RunProgram(MarkdownPage page, Fence fence, Fence? text)
    {
        Count(fence);
        string output = fence.Language switch
        {
            "csharp" => CSharpSample.Run(fence.Text, folder),
            "python" => Failing(Python.Run(fence.Text, folder)),
            _ => Failing(Bash(fence.Text)),
        };
        string[] lines = Lines(output);
        string[] expected = text?.Lines ?? [];
        Compare(page, fence, expected, lines);
        if (text is not null)
        {
            _outputs[text] = Merge(expected, lines);
        }
    }

    private void RunSession(MarkdownPage page, Fence fence)
    {
        Count(fence);
        if (!fence.Lines.FirstOrDefault("").StartsWith("$ ", StringComparison.Ordinal))
        {
            _failures.Add($"{page.Name}:{fence.Line}: a session begins with $ and a command");
            return;
        }

        List<string> session = [];
        for (int i = 0; i < fence.Lines.Length;)
        {
            string command = fence.Lines[i++];
            string[] expected = [.. fence.Lines[i..].TakeWhile(line => !line.StartsWith("$ ", StringComparison.Ordinal))];
            string[] lines = Lines(Failing(Bash(command[2..])));
            Compare(page, fence, expected, lines, command);
            session.Add(command);
            session.AddRange(Merge(expected, lines));
            i += expected.Length;
        }

        _outputs[fence] = [.. session];
    }

    private Tool.Outcome Bash(string script) => Tool.Shell($"cd '{folder}'\nvectorlr() {{ {Tool.Command} \"$@\"; }}\n{script}");

    private static string Failing(Tool.Outcome outcome) => outcome.ExitCode == 0 ? outcome.Output : outcome.Output + outcome.Error;

    private void Compare(MarkdownPage page, Fence fence, string[] expected, string[] lines, string command = "")
    {
        if (!Agree(expected, lines))
        {
            _failures.Add(
                $"{page.Name}:{fence.Line}: {command}\nthe page says\n{string.Join('\n', expected)}\n"
                + $"and it printed\n{string.Join('\n', lines)}\n");
        }
    }

    /// <summary>The output, with the page's lines where they agree, which keeps what stands for any characters.</summary>
    private static string[] Merge(string[] expected, string[] lines) =>
        [.. lines.Select((line, i) => i < expected.Length && Agree((expected[i], line)) ? expected[i] : line)];

    private static string[] Lines(string output) =>
        output.TrimEnd() == "" ? [] : [.. output.TrimEnd().Split('\n').Select(line => line.TrimEnd())];

    private void Count(Fence fence) => Ran[fence.Language] = Ran.GetValueOrDefault(fence.Language) + 1;
}

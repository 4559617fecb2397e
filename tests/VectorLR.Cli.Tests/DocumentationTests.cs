using VectorLR.Cli.Tests.Documentation;

namespace VectorLR.Cli.Tests;

/// <summary>Standard output and the current folder are the process's, so these tests run alone.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public class RunsAlone;

/// <summary>Every program and every command of the README, of docs/ and of the packages' READMEs, with what they print.</summary>
/// <remarks>With VECTORLR_WRITE_DOCS=1 a page whose outputs are others gets those that came. Its test fails all the same.</remarks>
[Collection(nameof(RunsAlone))]
public class DocumentationTests
{
    // What the pages had when this was written, less a few.
    private const int MinSamples = 30;
    private const int MinSessions = 15;

    private static readonly string s_root = FindRoot(AppContext.BaseDirectory);

    public static TheoryData<string> Pages =>
        [.. ((string[])["README.md", .. Files("docs", SearchOption.AllDirectories), .. Directory.GetDirectories(Path.Combine(s_root, "src"))
            .SelectMany(folder => Files(folder, SearchOption.TopDirectoryOnly))])
            .Where(name => !name.StartsWith("docs/_site/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void What_a_page_shows_is_what_happens(string name)
    {
        MarkdownPage page = Page(name);
        Assert.SkipUnless(File.Exists("/bin/bash"), "needs bash");
        Assert.SkipWhen(
            page.Fences.Any(fence => fence.Language == "python") && !Python.Exists,
            "needs /usr/bin/python3 with Debian's python3-numpy and python3-sklearn");
        using TempFolder folder = new();
        MakeFiles(folder);
        // The README's two scripts start the demonstration and these tests, so they are left to .ci/run.
        PageRun run = new(folder.Name, scripts: name != "README.md");
        run.Run(page);
        if (run.Failures.Count > 0 && Environment.GetEnvironmentVariable("VECTORLR_WRITE_DOCS") == "1")
        {
            File.WriteAllText(Path.Combine(s_root, name), run.Rewritten(page));
        }

        Assert.True(run.Failures.Count == 0, string.Join('\n', run.Failures));
        foreach (string language in (string[])["csharp", "console", "python"])
        {
            // Counted in the text, so that no block is lost between the page and the run.
            int blocks = File.ReadLines(Path.Combine(s_root, name)).Count(line => line.TrimStart() == $"```{language}");
            Assert.Equal(blocks, run.Ran.GetValueOrDefault(language));
        }
    }

    [Fact]
    public void The_pages_have_samples_and_sessions()
    {
        Fence[] fences = [.. Pages.SelectMany(row => Page(row.Data).Fences)];
        Assert.True(fences.Count(fence => fence.Language == "csharp") >= MinSamples);
        Assert.True(fences.Count(fence => fence.Language == "console") >= MinSessions);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_to_files_and_headings(string name) => Assert.Empty(Page(name).BrokenLinks(s_root));

    [Fact]
    public void Every_page_of_docs_is_in_their_list()
    {
        HashSet<string> listed = [.. Page("docs/README.md").Links.Select(link => "docs/" + link)];
        string[] pages = [.. Pages.Select(row => row.Data).Where(name => name.StartsWith("docs/", StringComparison.Ordinal))];
        Assert.Equal(["docs/README.md"], pages.Except(listed));
    }

    [Fact]
    public void The_first_two_scripts_of_the_README_are_the_demonstration_and_the_tests() => Assert.Equal(
        ["dotnet run -c Release --project src/VectorLR.Cli\n", "dotnet run tests/Run.cs\n"],
        Page("README.md").Fences.Where(fence => fence.Language == "sh").Select(fence => fence.Text));

    [Theory]
    [InlineData("Console.WriteLine(1 + 1);", "3", "and it printed\n2")]
    [InlineData("Console.WriteLine(1 + );", "1", "error CS1525")]
    [InlineData("string s = null;", "", "warning CS8600")]
    [InlineData("throw new InvalidOperationException(\"no\");", "", "System.InvalidOperationException: no")]
    [InlineData("Console.WriteLine(1); Console.WriteLine(2);", "…", "and it printed\n1\n2")]
    public void A_sample_that_does_not_do_what_the_page_says_fails(string sample, string output, string reason)
    {
        using TempFolder folder = new();
        PageRun run = new(folder.Name);
        run.Run(new("page.md", $"```csharp\n{sample}\n```\n\n```text\n{output}\n```\n"));
        Assert.Contains(reason, Assert.Single(run.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("```console\n$ vectorlr --version\n1.2.3\n```", "the page says\n1.2.3")]
    [InlineData("```console\n$ vectorlr nonsense\n```", "nonsense")]
    [InlineData("```console\nvectorlr --version\n```", "a session begins with $")]
    [InlineData("```cs\nConsole.WriteLine();\n```", "no test runs ```cs")]
    [InlineData("```text\n2\n```", "there is none before it")]
    [InlineData("```csharp\nConsole.WriteLine(7);\n```", "and it printed\n7")]
    public void A_block_that_cannot_be_compared_fails(string text, string reason)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "needs bash");
        using TempFolder folder = new();
        PageRun run = new(folder.Name);
        run.Run(new("page.md", text));
        Assert.Contains(reason, Assert.Single(run.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void Links_that_lead_nowhere_are_found()
    {
        MarkdownPage page = new(
            "docs/page.md",
            "# A `b`, c\n[1](#a-b-c) [2](#a) [3](../README.md) [4](nowhere.md)\n[5](design.md#limits) `[x](y)` [6](design.md#x)\n");
        Assert.Equal(
            [
                "docs/page.md: #a: there is no such heading",
                "docs/page.md: nowhere.md: there is no docs/nowhere.md",
                "docs/page.md: design.md#x: there is no such heading",
            ],
            page.BrokenLinks(s_root));
    }

    private static MarkdownPage Page(string name) => new(name, File.ReadAllText(Path.Combine(s_root, name)));

    private static IEnumerable<string> Files(string folder, SearchOption depth) =>
        Directory.GetFiles(Path.Combine(s_root, folder), "*.md", depth)
            .Select(path => Path.GetRelativePath(s_root, path).Replace('\\', '/'))
            .Where(name => name.StartsWith("docs/", StringComparison.Ordinal) || Path.GetFileName(name) == "README.md");

    /// <summary>What samples find in their folder: the table that ships, and four pictures of 2 x 2 pixels.</summary>
    private static void MakeFiles(TempFolder folder)
    {
        folder.Copy("breast_cancer.csv");
        foreach ((string picture, byte grey) in ((string, byte)[])[("day/1", 0xf0), ("day/2", 0xd0), ("night/1", 0x10), ("night/2", 0x30)])
        {
            // A header of 54 bytes, and two rows of two pixels, each filled up to eight bytes.
            byte[] row = [grey, grey, grey, grey, grey, grey, 0, 0];
            string path = folder.Path($"sky/{picture}.bmp");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(
                path,
                [
                    .. "BM"u8, 70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 24, 0,
                    0, 0, 0, 0, 16, 0, 0, 0, .. new byte[16], .. row, .. row,
                ]);
        }
    }

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "VectorLR.sln"))
            ? folder
            : FindRoot(Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar))!);
}

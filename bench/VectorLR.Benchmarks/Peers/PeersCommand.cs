using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using VectorLR.Cli;
using VectorLR.Training;

namespace VectorLR.Benchmarks.Peers;

/// <summary>
/// The peers command. It measures, prints and stores results, or writes or checks the README's table and picture from stored results.
/// </summary>
internal static class PeersCommand
{
    public static Command Create()
    {
        Option<string[]> only = new("--only")
        {
            Description = "Measure only the works whose name and size contain this text: Dot, or 'byte, ExampleRows 60000x784'. "
                + "May be repeated.",
            HelpName = "TEXT",
        };
        Option<bool> quick = new("--quick") { Description = "Run only a few short rounds." };
        Option<bool> noPython = new("--no-python") { Description = "Leave out NumPy, SciPy and scikit-learn." };
        Option<string?> json = new("--json") { Description = "Write the numbers to this file.", HelpName = "FILE" };
        Option<string?> markdown = new("--markdown") { Description = "Write the table to this file.", HelpName = "FILE" };
        Option<bool> save = new("--save") { Description = "Write numbers, table and environment to bench/results/<processor>." };
        Option<string?> into = new("--into")
        {
            Description = "Do not measure: write the table of stored results between the marks of this file, and its picture.",
            HelpName = "README.md",
        };
        Option<string?> check = new("--check")
        {
            Description = "Do not measure: fail if this file's table or picture differs from the results that it names.",
            HelpName = "README.md",
        };
        Option<string?> from = new("--from")
        {
            Description = "The stored results for --into; by default those that the file names.",
            HelpName = "FILE",
        };
        Command command = new("peers", "Compare with alternative libraries, side by side in one process.")
        {
            only, quick, noPython, json, markdown, save, into, check, from,
        };
        command.Validators.Add(result =>
        {
            bool renders = result.GetValue(into) is not null || result.GetValue(check) is not null;
            bool measures = result.GetValue(only) is { Length: > 0 } || result.GetValue(quick) || result.GetValue(noPython)
                || result.GetValue(json) is not null || result.GetValue(markdown) is not null || result.GetValue(save);
            if (renders && (measures || (result.GetValue(into) is not null && result.GetValue(check) is not null)))
            {
                result.AddError("--into and --check do not measure: use each alone, or --into with --from FILE");
            }

            if (result.GetValue(from) is not null && result.GetValue(into) is null)
            {
                result.AddError("--from FILE requires --into README.md");
            }
        });
        command.SetAction(result =>
            result.GetValue(into) is string target ? WriteInto(target, result.GetValue(from))
            : result.GetValue(check) is string readme ? Check(readme)
            : Measure(
                new(result.GetValue(only) ?? [], result.GetValue(quick), !result.GetValue(noPython)),
                result.GetValue(json),
                result.GetValue(markdown),
                result.GetValue(save)));
        return command;
    }

    private static int Measure(MeasuringOptions options, string? json, string? markdown, bool save)
    {
        long begin = Stopwatch.GetTimestamp();
        PeerResults results = new ComparisonRunner(options, Console.Error.WriteLine).Run();
        string table = ResultsPage.Table(results);
        Console.Out.Write(table);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(begin).TotalSeconds:F0} s"));
        if (json is not null)
        {
            Write([(json, results.ToJson())]);
        }

        if (markdown is not null)
        {
            Write([(markdown, table)]);
        }

        if (save)
        {
            string folder = Path.Combine(Repository.Root, "bench", "results", results.Sheet.FolderName());
            Directory.CreateDirectory(folder);
            Write(Pages(Path.Combine(folder, "peers.json"), results));
            Console.Error.WriteLine($"written to {Path.GetRelativePath(Environment.CurrentDirectory, folder)}");
        }

        return ExitCode.Done;
    }

    private static int WriteInto(string path, string? from)
    {
        string readme = File.ReadAllText(path);
        string folder = FolderOf(path);
        string file = from ?? Path.Combine(folder, ReadmeTable.SourceOf(readme, path));
        string source = Path.GetRelativePath(folder, file).Replace('\\', '/');
        PeerResults results = PeerResults.Read(file).Explained();
        Write([(path, ReadmeTable.Replace(readme, path, source, results)), .. Pictures(readme, path, results), .. Pages(file, results)]);
        return ExitCode.Done;
    }

    /// <summary>Fails if the table, the picture or a page beside the results differs from the results.</summary>
    private static int Check(string path)
    {
        string readme = File.ReadAllText(path);
        string source = ReadmeTable.SourceOf(readme, path);
        string file = Path.Combine(FolderOf(path), source);
        PeerResults results = PeerResults.Read(file).Explained();
        IEnumerable<(string Path, string Text)> files =
            [(path, ReadmeTable.Replace(readme, path, source, results)), .. Pictures(readme, path, results), .. Pages(file, results)];
        foreach ((string page, string expected) in files)
        {
            string found = File.ReadAllText(page);
            if (found != expected)
            {
                int line = found.Split('\n').Zip(expected.Split('\n')).TakeWhile(pair => pair.First == pair.Second).Count() + 1;
                Console.Error.WriteLine($"peers: {page}, line {line}: differs from {source}; run peers --into {path} to update it");
                return ExitCode.Failed;
            }
        }

        Console.Out.WriteLine($"{path} agrees with {source}");
        return ExitCode.Done;
    }

    /// <summary>The files of stored results: the numbers and the pages.</summary>
    private static IEnumerable<(string Path, string Text)> Pages(string file, PeerResults results)
    {
        string folder = FolderOf(file);
        return
        [
            (file, results.ToJson()),
            (Path.Combine(folder, "peers.md"), ResultsPage.Table(results)),
            (Path.Combine(folder, "environment.md"), ResultsPage.Environment(results)),
        ];
    }

    /// <summary>The picture, if the file shows it.</summary>
    private static IEnumerable<(string Path, string Text)> Pictures(string readme, string path, PeerResults results)
    {
        const string Picture = "docs/speedup.svg";
        return readme.Contains($"({Picture})", StringComparison.Ordinal)
            ? [(Path.Combine(FolderOf(path), Picture), LoopChart.Draw(results))]
            : [];
    }

    private static void Write(IEnumerable<(string Path, string Text)> files)
    {
        foreach ((string path, string text) in files)
        {
            AtomicFile.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));
        }
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;
}

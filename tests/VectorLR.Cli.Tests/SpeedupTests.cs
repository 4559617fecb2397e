using System.Text.Json;
using System.Xml.Linq;

namespace VectorLR.Cli.Tests;

/// <summary>One run of speedup that writes everything. The test checks that every figure is present, not its value.</summary>
public class SpeedupTests
{
    [Fact]
    public void Json_chart_and_report_have_every_work_and_every_way_and_the_report_needs_no_network()
    {
        using TempFolder folder = new();
        string chart = folder.Path("s.svg");
        string report = folder.Path("s.html");
        Tool.Outcome outcome = Tool.Run("speedup", "--all", "--json", "--chart", chart, "--report", report);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        JsonElement root = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal(Cpu.Isa.ToString(), root.GetProperty("isa").GetString(), ignoreCase: true);
        Assert.True(root.GetProperty("bytes_per_second").GetDouble() > 0);
        JsonElement[] works = [.. root.GetProperty("works").EnumerateArray()];
        Assert.Equal(6, works.Length);

        string page = File.ReadAllText(report);
        string svg = File.ReadAllText(chart);
        Assert.Equal("svg", XDocument.Parse(svg).Root!.Name.LocalName);
        foreach (JsonElement work in works)
        {
            string name = work.GetProperty("name").GetString()!;
            Assert.Contains(name, page, StringComparison.Ordinal);
            string[] ways = [.. work.GetProperty("ways").EnumerateArray().Select(way => way.GetProperty("how").GetString()!)];
            Assert.Equal("for-loop", ways[0]);
            Assert.Equal(1, work.GetProperty("ways")[0].GetProperty("speed_up").GetDouble());
            Assert.All(work.GetProperty("ways").EnumerateArray(), way => Assert.True(way.GetProperty("spread").GetDouble() >= 0));
            foreach (Isa isa in Cpu.Supported)
            {
                Assert.Contains(isa.ToString(), ways, StringComparer.OrdinalIgnoreCase);
            }

            // A vectorized result is near the true one, whatever its time.
            Assert.All(work.GetProperty("ways").EnumerateArray(), way => Assert.InRange(way.GetProperty("error").GetDouble(), 0, 1e-3));
        }

        Assert.Equal(works.Length, page.Split("<svg ").Length - 1);
        Assert.Equal(works.Sum(work => work.GetProperty("ways").GetArrayLength()), page.Split("<td>").Length / 7);
        Assert.Equal(works.Length, page.Split("<tr class=\"reference\"><td>scalar</td>").Length - 1);
        Assert.Contains("prefers-color-scheme: dark", page, StringComparison.Ordinal);
        foreach (string outside in (string[])["http:", "https:", "src=", "@import", "<script", "<link"])
        {
            Assert.DoesNotContain(outside, page, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Without_all_the_reference_is_shown_only_where_there_is_nothing_better()
    {
        Tool.Outcome outcome = Tool.Run("speedup");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        bool shown = outcome.Output.Contains("  scalar ", StringComparison.Ordinal);
        Assert.Equal(Cpu.Isa == Isa.Scalar, shown);
        Assert.Contains($"  {Cpu.Isa.ToString().ToLowerInvariant()} ", outcome.Output, StringComparison.Ordinal);
        string[] rows = [.. outcome.Output.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal))];
        Assert.All(rows, row => Assert.True(row.TrimEnd().Length <= 80, row));
    }

    [Theory]
    [InlineData("--chart", "s.jpg", ".svg or .png")]
    [InlineData("--report", "s.pdf", ".html")]
    [InlineData("--report", "no/such/folder/s.html", "folder does not exist")]
    public void A_file_that_cannot_be_is_refused_before_anything_is_measured(string option, string file, string named)
    {
        Tool.Outcome outcome = Tool.Run("speedup", option, file);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Equal("", outcome.Output);
        Assert.Contains(named, outcome.ErrorLine, StringComparison.Ordinal);
    }
}

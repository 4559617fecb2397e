namespace VectorLR.Cli.Tests;

public class InfoTests
{
    [Fact]
    public void Info_names_the_Isa_that_runs_and_why()
    {
        Tool.Outcome outcome = Tool.Run("info");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains($"{Cpu.Supported[^1]}: the widest this process can run", outcome.Output, StringComparison.Ordinal);
        foreach (string row in (string[])["CPU", "supported", "cores", "caches", "runtime"])
        {
            Assert.Contains(row, outcome.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Json_has_the_rows_of_the_table()
    {
        System.Text.Json.JsonElement sheet = System.Text.Json.JsonDocument.Parse(Tool.Run("info", "--json").Output).RootElement;
        Assert.Equal(["CPU", "Isa", "supported", "cores", "caches", "runtime"], sheet.EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            Environment.ProcessorCount,
            int.Parse(sheet.GetProperty("cores").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
        Assert.StartsWith(Cpu.Supported[^1].ToString(), sheet.GetProperty("Isa").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Info_says_that_an_Isa_was_forced()
    {
        Tool.Outcome outcome = Tool.Run(new Dictionary<string, string> { [Cpu.IsaVariable] = "scalar" }, "info");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("Scalar: forced by VECTORLR_ISA=scalar", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_command_it_demonstrates_the_speed_up_and_trains_on_the_digits()
    {
        Tool.Outcome outcome = Tool.Run();
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        string isa = Cpu.Supported[^1].ToString().ToLowerInvariant();
        foreach (string said in (string[])["CPU", "dot, double", "u = Av, float", "for-loop", isa, "is it an 8?", "cost J"])
        {
            Assert.Contains(said, outcome.Output, StringComparison.Ordinal);
        }

        // Terminals wrap lines where they please.
        string text = string.Join(' ', outcome.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        double[] accuracies =
        [
            .. System.Text.RegularExpressions.Regex.Matches(text, @"([0-9.]+) % of the").Select(
                match => double.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)),
        ];
        Assert.Equal(2, accuracies.Length);
        Assert.All(accuracies, accuracy => Assert.InRange(accuracy, 95, 100));
        Assert.Matches("weights_hash: [0-9a-f]{16}", text);
    }

    [Fact]
    public void Help_lists_the_commands_and_exits_with_0()
    {
        Tool.Outcome outcome = Tool.Run("--help");
        Assert.Equal(0, outcome.ExitCode);
        string[] commands = ["info", "speedup", "train", "predict", "evaluate", "export", "explain", "convert", "verify", "completion"];
        foreach (string command in commands)
        {
            Assert.Contains(command, outcome.Output, StringComparison.Ordinal);
        }
    }
}

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
    public void Info_says_that_an_Isa_was_forced()
    {
        Tool.Outcome outcome = Tool.Run(new Dictionary<string, string> { [Cpu.IsaVariable] = "scalar" }, "info");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("Scalar: forced by VECTORLR_ISA=scalar", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_lists_the_commands_and_exits_with_0()
    {
        Tool.Outcome outcome = Tool.Run("--help");
        Assert.Equal(0, outcome.ExitCode);
        foreach (string command in (string[])["info", "speedup", "train", "verify"])
        {
            Assert.Contains(command, outcome.Output, StringComparison.Ordinal);
        }
    }
}

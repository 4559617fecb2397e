namespace VectorLR.Cli.Tests;

/// <summary>Bad input exits with 2, writes one line that names the file and place, and leaves every file as it was.</summary>
public class BadInputTests
{
    private const string Good = "a,b,y\n1,2,0\n2,1,1\n3,5,0\n";

    public static TheoryData<string, string, string> Tables => new()
    {
        { "", "--label y", "d.csv" },
        { "a,b,y\n", "--label y", "d.csv" },
        { "a,b,y\n1,2,0\n2,x,1\n", "--label y", "line 3" },
        { "a,b,y\n1,,0\n2,1,1\n", "--label y", "line 2" },
        { "a,b,y\n1,2,0\n2,NaN,1\n", "--label y", "line 3" },
        { "a,b,y\n1,2,0\n2,1\n", "--label y", "line 3" },
        { "a,a,y\n1,2,0\n2,1,1\n", "--label y", "a" },
        { Good, "--label z", "z" },
        { Good, "", "--label" },
        { Good, "--label y --labels l.npy", "--labels" },
        { Good, "--label y --positive 7", "7" },
        { "a,y\n1,0\n2,1\n3,2\n", "--label y", "--positive" },
        { "a,y\n1,1\n2,1\n", "--label y", "column 'y': found only one class, '1', in all 2 labels, expected two" },
        { Good, "--label y --precision u8", "u8" },
        { Good, "--label y --precision f16", "f16" },
        { Good, "--label y --learning-rate 0", "--learning-rate 0" },
        { Good, "--label y --learning-rate nan", "--learning-rate nan" },
        { Good, "--label y --learning-rate fast", "--learning-rate fast" },
        { Good, "--label y --iterations -1", "--iterations -1" },
        { Good, "--label y --iterations many", "many" },
        { Good, "--label y --tolerance -1", "--tolerance -1" },
        { Good, "--label y --scale 0", "--scale 0" },
        { Good, "--label y --threads 0", "--threads 0" },
        { Good, "--label y --isa sse9", "scalar" },
        { Good, "--label y --optimizer sgd", "sgd" },
        { Good, "--label y --frobnicate", "--frobnicate" },
        { Good, "--label y --learning-rate 0.1", "--learning-rate is for --optimizer gd or adam, not for lbfgs" },
        { Good, "--label y --l2 -1", "--l2 -1" },
        { Good, "--label y --l2 inf", "--l2 inf" },
        { Good, "--label y --class-weight heavy", "heavy" },
        { "a,b,y\n1,0,0\n2,0,1\n3,0,0\n", "--label y --sample-weights b", "the 3 sample weights sum to 0" },
        { Good, "--label y --summary --json", "--summary" },
        { Good, "--label y --resume no/such.json", "no/such.json" },
        { Good, "--label y --checkpoint no/such/folder/c.json", "no/such/folder/c.json" },
        { Good, "--label y --model no/such/folder/m.json", "no/such/folder/m.json" },
        { Good, "--label y --model .", "folder" },
        { Good, "--label y --history no/such/folder/h.csv", "no/such/folder/h.csv" },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_bad_table_or_option_exits_with_2_and_one_line(string csv, string options, string named)
    {
        using TempFolder folder = new();
        Refused(folder, ["train", folder.Write("d.csv", csv), .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)], named);
    }

    [Theory]
    [InlineData("missing.npy", "missing.npy")]
    [InlineData("short.npy", "short.npy")]
    [InlineData("labels.npy", "labels.npy")]
    [InlineData("nan.npy", "[1, 0]")]
    [InlineData("text.npy", "text.npy")]
    [InlineData("data.xlsx", ".npy")]
    public void A_bad_array_exits_with_2_and_one_line(string data, string named)
    {
        using TempFolder folder = new();
        folder.WriteNpy("short.npy", "|u1", "(2, 3)", [1, 2, 3, 4, 5]);
        folder.WriteNpy("nan.npy", "<f4", "(2, 1)", [0, 0, 0, 0, 0, 0, 0xC0, 0x7F]);
        folder.Write("text.npy", "not an array");
        folder.Write("data.xlsx", "");
        folder.WriteNpy("labels.npy", "|u1", "(2,)", [0, 1]);
        Refused(folder, ["train", folder.Path(data), "--labels", folder.Path("labels.npy")], named);
    }

    [Fact]
    public void Labels_that_are_too_few_are_counted_in_the_message()
    {
        using TempFolder folder = new();
        string data = folder.WriteNpy("x.npy", "|u1", "(3, 1)", [1, 2, 3]);
        Refused(folder, ["train", data, "--labels", folder.WriteNpy("y.npy", "|u1", "(2,)", [0, 1])], "y.npy");
        Refused(folder, ["train", data], "--labels");
    }

    [Theory]
    [InlineData("neon")]
    [InlineData("sse9")]
    public void An_Isa_that_is_not_there_is_refused_with_the_list_of_those_that_are(string isa)
    {
        if (Cpu.Supported.Contains(Isa.Neon) && isa == "neon")
        {
            Assert.Skip("this CPU has NEON");
        }

        Tool.Outcome outcome = Tool.Run(new Dictionary<string, string> { [Cpu.IsaVariable] = isa }, "info");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains($"'{isa}'", outcome.ErrorLine, StringComparison.Ordinal);
        foreach (Isa supported in Cpu.Supported)
        {
            Assert.Contains(supported.ToString().ToLowerInvariant(), outcome.ErrorLine, StringComparison.Ordinal);
        }
    }

    private static void Refused(TempFolder folder, string[] arguments, string named)
    {
        if (!arguments.Contains("--model"))
        {
            arguments = [.. arguments, "--model", folder.Write("m.json", "what the user had")];
        }

        Dictionary<string, string> before = Contents(folder);
        Tool.Outcome outcome = Tool.Run(arguments);
        Assert.True(outcome.ExitCode == 2, $"exit code {outcome.ExitCode}: {outcome.Error}");
        Assert.Equal("", outcome.Output);
        Assert.StartsWith("vectorlr: ", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Contains(named, outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Equal(before, Contents(folder));
    }

    private static Dictionary<string, string> Contents(TempFolder folder) =>
        Directory.GetFiles(folder.Name).ToDictionary(file => file, file => Convert.ToHexString(File.ReadAllBytes(file)));
}

using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using VectorLR.Cli.Verification;

namespace VectorLR.Cli.Tests;

public class VerifyTests
{
    private static readonly string[] s_reported = ["cpu", "isa", "entries", "agree", "seconds", "differences"];

    [Theory]
    [InlineData(Isa.Scalar)]
    [InlineData(Isa.Neon)]
    [InlineData(Isa.Avx2)]
    [InlineData(Isa.Avx512)]
    public void Every_implementation_of_the_register_gives_the_golden_hashes(Isa isa)
    {
        // The others run everywhere: the runtime emulates Vector128 and Vector512 where the hardware lacks them.
        Assert.SkipWhen(isa == Isa.Avx2 && !(Avx2.IsSupported && Fma.IsSupported), "this CPU has no AVX2 with FMA");
        string[] found = [.. VerificationSuite.On(isa).Select(entry => $"{entry.Name} {entry.Hash()}")];
        string[] golden = [.. GoldenFile.Embedded().Select(hash => $"{hash.Key} {hash.Value}")];
        Assert.True(found.SequenceEqual(golden), $"{isa} differs: {string.Join(", ", found.Except(golden).Concat(golden.Except(found)))}");
    }

    [Fact]
    public void The_generator_gives_the_published_sequence()
    {
        SplitMix64 generator = new(1234567);
        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423],
            (ulong[])[generator.Next(), generator.Next(), generator.Next()]);
    }

    [Fact]
    public void Verify_agrees_on_this_CPU()
    {
        Tool.Outcome outcome = Tool.Run("verify");
        Assert.Equal("", outcome.Error);
        Assert.Equal(0, outcome.ExitCode);
        int entries = GoldenFile.Embedded().Count;
        Assert.Contains($"{entries} of {entries} agree", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"{Cpu.Supported[^1]}: the widest this process can run", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Cpu.IsaVariable, "scalar")]
    [InlineData("DOTNET_EnableHWIntrinsic", "0")]
    [InlineData("DOTNET_EnableAVX2", "0")]
    public void Verify_agrees_without_vectors(string variable, string value)
    {
        Assert.SkipWhen(variable == "DOTNET_EnableAVX2" && RuntimeInformation.ProcessArchitecture != Architecture.X64, "AVX2 is x86-64's");
        Tool.Outcome outcome = Tool.Run(new Dictionary<string, string> { [variable] = value }, "verify", "--json");
        Assert.Equal("", outcome.Error);
        Assert.Equal(0, outcome.ExitCode);
        JsonElement report = JsonDocument.Parse(Assert.Single(outcome.Output.TrimEnd('\n').Split('\n'))).RootElement;
        Assert.Equal(s_reported, report.EnumerateObject().Select(property => property.Name));
        Assert.Equal("scalar", report.GetProperty("isa").GetString());
        Assert.Equal(GoldenFile.Embedded().Count, report.GetProperty("agree").GetInt32());
        Assert.Equal(0, report.GetProperty("differences").GetArrayLength());
    }

    [Fact]
    public void A_hash_that_differs_is_missing_or_is_unknown_is_named_and_exits_with_1()
    {
        using TempFolder folder = new();
        string file = folder.Path("golden.txt");
        Assert.Equal(0, Tool.Run("verify", "--write", file).ExitCode);
        string[] lines = File.ReadAllLines(file);
        Assert.Equal(GoldenFile.Embedded().Select(hash => $"{hash.Key} {hash.Value}"), lines);

        string[] tampered = [.. lines];
        tampered[2] = tampered[2][..^1] + (tampered[2][^1] == '0' ? '1' : '0');
        tampered[4] = $"Nothing/f32 {new string('0', 16)}";
        folder.Write("golden.txt", string.Join('\n', tampered));
        string changed = lines[2].Split(' ')[0];
        string missing = lines[4].Split(' ')[0];

        Tool.Outcome outcome = Tool.Run("verify", "--against", file);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"{lines.Length - 2} of {lines.Length + 1} agree", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(
            $"{changed}: expected {tampered[2].Split(' ')[1]}, found {lines[2].Split(' ')[1]}", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"{missing}: expected nothing, found {lines[4].Split(' ')[1]}", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing/f32: expected 0000000000000000, found nothing", outcome.Output, StringComparison.Ordinal);
        Assert.Equal($"vectorlr: 3 of {lines.Length + 1} differ, {changed} first", outcome.ErrorLine);

        outcome = Tool.Run("verify", "--against", file, "--json");
        Assert.Equal(1, outcome.ExitCode);
        JsonElement differences = JsonDocument.Parse(outcome.Output).RootElement.GetProperty("differences");
        Assert.Equal(
            [changed, missing, "Nothing/f32"],
            differences.EnumerateArray().Select(difference => difference.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("Dot/f32/lengths 0123456789abcdef\nDot/f32/long 0123456789ABCDEF\n", "line 2")]
    [InlineData("Dot/f32/lengths\n", "line 1")]
    [InlineData("Dot/f32/long 0123456789abcdef\n\n", "line 2")]
    [InlineData("Dot/f32/long 0123456789abcdef\nDot/f32/long 0123456789abcdef\n", "twice")]
    [InlineData(null, "does not exist")]
    public void A_file_that_is_no_golden_file_exits_with_2_and_one_line(string? text, string named)
    {
        using TempFolder folder = new();
        string file = text is null ? folder.Path("none.txt") : folder.Write("golden.txt", text);
        Tool.Outcome outcome = Tool.Run("verify", "--against", file);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Equal("", outcome.Output);
        Assert.StartsWith($"vectorlr: {file}: ", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Contains(named, outcome.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Writing_and_comparing_at_once_is_refused()
    {
        using TempFolder folder = new();
        string file = folder.Path("golden.txt");
        Tool.Outcome outcome = Tool.Run("verify", "--write", file, "--json");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("--write", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }
}

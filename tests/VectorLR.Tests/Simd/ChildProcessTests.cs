using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit;

namespace VectorLR.Tests;

/// <summary>Runs <see cref="CpuTests"/> again in processes with one runtime knob or one forced instruction set each.</summary>
public sealed class ChildProcessTests(ITestOutputHelper output)
{
    private static bool IsX64 => RuntimeInformation.ProcessArchitecture == Architecture.X64;

    [Fact]
    public void Forcing_scalar_uses_scalar() => Run("scalar", (Cpu.IsaVariable, "scalar"));

    [Fact]
    public void An_unknown_name_fails_with_the_valid_ones() => Run(CpuTests.NoIsa, (Cpu.IsaVariable, "sse9"));

    [Fact]
    public void Another_architectures_name_fails_with_the_valid_ones() => Run(CpuTests.NoIsa, (Cpu.IsaVariable, IsX64 ? "neon" : "avx2"));

    [Fact]
    public void Without_AVX2_there_is_scalar_with_the_same_bits()
    {
        Assert.SkipUnless(IsX64, "AVX2 is x86-64's");
        Run("scalar", ("DOTNET_EnableAVX2", "0"));
    }

    [Fact]
    public void Without_AVX512_there_is_the_next_narrower_with_the_same_bits()
    {
        Assert.SkipUnless(IsX64, "AVX-512 is x86-64's");
        Run(Cpu.Supported.Contains(Isa.Avx2) ? "avx2" : "scalar", ("DOTNET_EnableAVX512", "0"));
    }

    [Fact]
    public void Without_hardware_intrinsics_there_is_scalar_with_the_same_bits() => Run("scalar", ("DOTNET_EnableHWIntrinsic", "0"));

    private void Run(string expectedIsa, (string Name, string Value) variable)
    {
        ProcessStartInfo start = new(
            Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "VectorLR.Tests.exe" : "VectorLR.Tests"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])["-class", typeof(CpuTests).FullName!, "-noColor", "-noLogo", "-showLiveOutput"])
        {
            start.ArgumentList.Add(argument);
        }

        // A parent that was itself started with a choice must not hand it on.
        foreach (string name in (string[])[Cpu.IsaVariable, "DOTNET_EnableAVX2", "DOTNET_EnableAVX512", "DOTNET_EnableHWIntrinsic"])
        {
            start.Environment.Remove(name);
        }

        start.Environment[variable.Name] = variable.Value;
        start.Environment["EXPECT_ISA"] = expectedIsa;
        start.Environment["EXPECT_BITS"] = CpuTests.ResultBits(Isa.Scalar);
        using Process child = Process.Start(start)!;
        Task<string> errors = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string text = child.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        child.WaitForExit();
        output.WriteLine(text);

        // The exit code alone would be 0 for a filter that matches nothing.
        string context = $"{variable.Name}={variable.Value}, EXPECT_ISA={expectedIsa}:{Environment.NewLine}{text}";
        Assert.True(child.ExitCode == 0, $"exit code {child.ExitCode} with {context}");
        Assert.True(
            text.Contains($"Total: {CpuTestCount}, Errors: 0, Failed: 0", StringComparison.Ordinal),
            $"expected {CpuTestCount} tests with {context}");
    }

    /// <summary>Four facts, and the rows of two theories.</summary>
    private const int CpuTestCount = 4 + 6 + 6;
}

using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Xunit;

namespace VectorLR.Tests;

/// <summary>
/// What the kernels use in this process. <see cref="ChildProcessTests"/> runs this class again under other environments, and says in
/// EXPECT_ISA and EXPECT_BITS what must come of it.
/// </summary>
public sealed class CpuTests(ITestOutputHelper output)
{
    /// <summary>The value of EXPECT_ISA where the choice must fail.</summary>
    internal const string NoIsa = "none";

    internal static string? ExpectedIsa => Environment.GetEnvironmentVariable("EXPECT_ISA");

    [Fact]
    public void The_instruction_set_is_the_expected_one_or_the_widest()
    {
        output.WriteLine($"runnable in this process: {string.Join(", ", InstructionSets.Runnable)}");
        if (ExpectedIsa == NoIsa)
        {
            AssertNothingRuns();
            return;
        }

        output.WriteLine($"chosen: {Cpu.Describe()}");
        string? forced = Environment.GetEnvironmentVariable(Cpu.IsaVariable);
        string expected = ExpectedIsa ?? (string.IsNullOrEmpty(forced) ? Cpu.Name(Cpu.Supported[^1]) : forced);
        Assert.Equal(expected, Cpu.Name(Cpu.Isa), ignoreCase: true);
        Assert.Contains(Cpu.Isa, Cpu.Supported.ToArray());
        Assert.StartsWith($"{Cpu.Isa}: ", Cpu.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_supported_is_what_the_process_reports()
    {
        Isa[] supported = Cpu.Supported.ToArray();
        Assert.Equal(Isa.Scalar, supported[0]);
        Assert.Equal(supported.Order(), supported);
        Assert.Equal(Avx2.IsSupported && Fma.IsSupported, supported.Contains(Isa.Avx2));
        Assert.Equal(Vector512.IsHardwareAccelerated && Avx512F.IsSupported, supported.Contains(Isa.Avx512));
        Assert.Equal(System.Runtime.Intrinsics.Arm.AdvSimd.Arm64.IsSupported, supported.Contains(Isa.Neon));
    }

    [Fact]
    public void Features_that_the_environment_switches_off_are_off()
    {
        // Without the variables this asserts that the runtime offers AVX2 wherever Vector256 is accelerated.
        bool noIntrinsics = IsOff("DOTNET_EnableHWIntrinsic");
        bool noAvx2 = noIntrinsics || IsOff("DOTNET_EnableAVX2");
        bool noAvx512 = noAvx2 || IsOff("DOTNET_EnableAVX512");
        Assert.False(noIntrinsics && Vector128.IsHardwareAccelerated, "DOTNET_EnableHWIntrinsic=0 left Vector128 on");
        Assert.False(noAvx2 && (Avx2.IsSupported || Fma.IsSupported), "DOTNET_EnableAVX2=0 left AVX2 or FMA on");
        Assert.False(noAvx512 && Avx512F.IsSupported, "DOTNET_EnableAVX512=0 left AVX-512 on");
        Assert.Equal(Vector256.IsHardwareAccelerated, Avx2.IsSupported);
    }

    [Fact]
    public void Results_have_the_expected_bits()
    {
        Assert.SkipWhen(ExpectedIsa == NoIsa, "no result without an instruction set");
        string expected = Environment.GetEnvironmentVariable("EXPECT_BITS") ?? ResultBits(Isa.Scalar);
        Assert.Equal(expected, ResultBits(Cpu.Isa));
    }

    [Theory]
    [InlineData("scalar", Isa.Scalar)]
    [InlineData("neon", Isa.Neon)]
    [InlineData("avx2", Isa.Avx2)]
    [InlineData("avx512", Isa.Avx512)]
    [InlineData("AVX2", Isa.Avx2)]
    [InlineData("Avx512", Isa.Avx512)]
    public void Names_are_parsed_in_any_case(string name, Isa expected)
    {
        Assert.True(Cpu.TryParse(name, out Isa isa));
        Assert.Equal(expected, isa);
        Assert.Equal(name.ToLowerInvariant(), Cpu.Name(isa));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("avx")]
    [InlineData("sse4.2")]
    [InlineData("0")]
    [InlineData("scalar ")]
    public void Other_names_are_not(string? name) => Assert.False(Cpu.TryParse(name, out _));

    /// <summary>A handful of results of the public kernels, or of one instruction set's, as hexadecimal bits.</summary>
    internal static string ResultBits(Isa isa)
    {
        float[] x = Samples.Wide<float>(77, 1);
        double[] y = Samples.Wide<double>(77, 2);
        float[] z = Samples.Uniform<float>(19, 3, 30);
        float[] a = new float[19];
        byte[] pixels = Samples.Stored<byte>(19 * 21, 4);
        double[] labels = Samples.Labels<double>(19, 5);
        double[] weights = Samples.Uniform<double>(21, 6, 0.01);
        double[] dw = new double[21];
        Dispatch.Run<SigmoidKernel<float>, float, Unit>(isa, new(z, a));
        LogisticGradientResult cost = Kernels.MeanLogisticGradient<byte, double>(
            isa, new(pixels, 19, 21), labels, weights, 0.1, dw);
        double[] results =
        [
            Dispatch.Run<DotKernel<float>, float, float>(isa, new(x, x.AsSpan(1).ToArray().Append(2f).ToArray())),
            Dispatch.Run<DotKernel<double>, double, double>(isa, new(y, y)),
            .. Samples.ToDoubles<float>(a), cost.Cost, cost.BiasGradient, .. dw,
        ];
        return string.Join(
            ' ', results.Select(value => BitConverter.DoubleToUInt64Bits(value).ToString("x16", CultureInfo.InvariantCulture)));
    }

    private static bool IsOff(string variable) => Environment.GetEnvironmentVariable(variable) == "0";

    private static void AssertNothingRuns()
    {
        string valid = string.Join(", ", Cpu.Supported.ToArray().Select(Cpu.Name));
        Action[] uses =
            [() => _ = Cpu.Isa, () => Cpu.Describe(), () => Kernels.Dot([1f], [2f]), () => Kernels.Sigmoid([1d], new double[1])];
        foreach (Action use in uses)
        {
            PlatformNotSupportedException error = Assert.Throws<PlatformNotSupportedException>(use);
            Assert.Contains($"'{Environment.GetEnvironmentVariable(Cpu.IsaVariable)}'", error.Message, StringComparison.Ordinal);
            Assert.EndsWith($"valid here: {valid}", error.Message, StringComparison.Ordinal);
        }
    }
}

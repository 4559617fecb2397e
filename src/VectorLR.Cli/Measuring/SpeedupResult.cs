using System.Text.Json.Serialization;

namespace VectorLR.Cli.Measuring;

/// <summary>The results of one run of speedup: the object that speedup --json prints.</summary>
/// <param name="Cpu">The name of the processor.</param>
/// <param name="Isa">The instruction set of the process.</param>
/// <param name="Cores">The number of logical processors.</param>
/// <param name="BytesPerSecond">The memory bandwidth of one thread.</param>
/// <param name="BytesPerSecondShared">The memory bandwidth of all threads together.</param>
/// <param name="Works">The workloads.</param>
internal sealed record SpeedupResult(
    string Cpu, string Isa, int Cores, double BytesPerSecond, double BytesPerSecondShared, IReadOnlyList<WorkResult> Works);

/// <summary>One workload: a row group of the table.</summary>
internal sealed record WorkResult(string Name, string Size, IReadOnlyList<SpeedupTable.Line> Ways);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SpeedupResult))]
internal sealed partial class SpeedupResultContext : JsonSerializerContext;

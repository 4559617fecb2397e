using System.Text.Json.Serialization;

namespace VectorLR.Cli.Measuring;

/// <summary>Everything that one run of speedup measured; the object that speedup --json prints.</summary>
/// <param name="Cpu">What the processor calls itself.</param>
/// <param name="Isa">The instruction set of the process.</param>
/// <param name="Cores">How many threads there are at most.</param>
/// <param name="BytesPerSecond">The memory bandwidth of one thread.</param>
/// <param name="BytesPerSecondShared">That of all threads.</param>
/// <param name="Works">What was measured.</param>
internal sealed record SpeedupResult(
    string Cpu, string Isa, int Cores, double BytesPerSecond, double BytesPerSecondShared, IReadOnlyList<WorkResult> Works);

/// <summary>One row group of the table.</summary>
internal sealed record WorkResult(string Name, string Size, IReadOnlyList<SpeedupTable.Line> Ways);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SpeedupResult))]
internal sealed partial class SpeedupResultContext : JsonSerializerContext;

namespace VectorLR.Cli.Measuring;

/// <summary>What alternatives took.</summary>
/// <param name="Rounds">Seconds for one call, by action and round.</param>
/// <param name="WorstPlaces">By action: its time where the stack suits it least over that where it suits it best, which is where it is timed.</param>
internal sealed record Timings(double[][] Rounds, double[] WorstPlaces);

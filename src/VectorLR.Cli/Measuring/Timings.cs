namespace VectorLR.Cli.Measuring;

/// <summary>The times of alternatives.</summary>
/// <param name="Rounds">Seconds for one call, by action and round.</param>
/// <param name="WorstPlaces">The time at the worst stack offset over the time at the best, by action. Rounds use the best offset.</param>
internal sealed record Timings(double[][] Rounds, double[] WorstPlaces);

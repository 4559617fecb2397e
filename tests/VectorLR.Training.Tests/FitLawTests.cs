using System.Globalization;
using CsCheck;
using Xunit;

namespace VectorLR.Training.Tests;

/// <summary>Random tables of every kind, each fitted by each optimizer and held to <see cref="FitLaws"/>.</summary>
/// <remarks>
/// The draws are the same in every run. The environment variable VECTORLR_FIT_LAWS, "draws" or "draws,seed", takes others or more of them.
/// </remarks>
public class FitLawTests
{
    private const int DefaultDraws = 3000;
    private const uint DefaultSeed = 2026;
    private const int MaxReported = 5;

    [Fact]
    public void Every_fit_is_the_optimum_or_says_rightly_that_there_is_none()
    {
        string[] given = Environment.GetEnvironmentVariable("VECTORLR_FIT_LAWS")?.Split(',') ?? [];
        int draws = given.Length > 0 ? int.Parse(given[0], CultureInfo.InvariantCulture) : DefaultDraws;
        uint seed = given.Length > 1 ? uint.Parse(given[1], CultureInfo.InvariantCulture) : DefaultSeed;
        string?[] faults = new string?[draws];
        ParallelOptions options = new() { CancellationToken = TestContext.Current.CancellationToken };
        Parallel.For(0, draws, options, run => faults[run] = FaultOf((uint)run, seed));
        string[] found = [.. faults.OfType<string>()];
        Assert.True(
            found.Length == 0,
            $"{found.Length} of {draws} draws of seed {seed}:\n{string.Join('\n', found.Take(MaxReported))}");
    }

    /// <summary>One draw for each number; CsCheck itself fixes only the first of many.</summary>
    private static TableDraw Draw(uint run, uint seed) => TableDraw.All.Generate(new PCG(run, seed), null, out _);

    private static string? FaultOf(uint run, uint seed)
    {
        FitLaws laws = new(Draw(run, seed));
        try
        {
            string[] faults = [.. laws.Faults()];
            return faults.Length == 0 ? null : $"draw {run}: {string.Join('\n', faults)}\n{laws}";
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return $"draw {run}: {exception}\n{laws}";
        }
    }
}

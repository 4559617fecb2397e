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
        int separable = 0;
        int optima = 0;
        Parallel.For(0, draws, options, run =>
        {
            FitLaws laws = new(Draw((uint)run, seed));
            faults[run] = FaultOf(laws) is string fault ? $"draw {run}: {fault}\n{laws}" : null;
            Interlocked.Add(ref separable, laws.HasOptimum == false ? 1 : 0);
            Interlocked.Add(ref optima, laws.HasOptimum == true ? 1 : 0);
        });
        string[] found = [.. faults.OfType<string>()];
        Assert.True(
            found.Length == 0,
            $"{found.Length} of {draws} draws of seed {seed}:\n{string.Join('\n', found.Take(MaxReported))}");

        // Both kinds occur often, and double can tell nearly all of them.
        Assert.True(separable >= draws / 10 && optima >= draws / 2 && separable + optima >= draws * 9 / 10, $"{separable}, {optima}");
    }

    /// <summary>One draw for each number; CsCheck itself fixes only the first of many.</summary>
    private static TableDraw Draw(uint run, uint seed) => TableDraw.All.Generate(new PCG(run, seed), null, out _);

    private static string? FaultOf(FitLaws laws)
    {
        try
        {
            string[] faults = [.. laws.Faults()];
            return faults.Length == 0 ? null : string.Join('\n', faults);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return exception.ToString();
        }
    }
}

using Xunit;

namespace VectorLR.Training.Tests;

public class EqualityTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Parameters_with_the_same_values_are_equal()
    {
        Parameters parameters = new((double[])[1, double.NaN], 2);
        Parameters same = new((double[])[1, double.NaN], 2);
        Assert.True(parameters == same);
        Assert.Equal(parameters.GetHashCode(), same.GetHashCode());
        Assert.False(parameters == same with { Weights = (double[])[1, 3] });
        Assert.False(parameters == same with { Weights = (double[])[1] });
        Assert.False(parameters == same with { Bias = 3 });
        ObjectiveOptions options = new() { SampleWeights = (double[])[1, 2] };
        Assert.Equal(options, new ObjectiveOptions { SampleWeights = (double[])[1, 2] });
        Assert.NotEqual(options, options with { SampleWeights = (double[])[2, 1] });
    }

    [Fact]
    public void A_checkpoint_equals_what_is_read_of_its_file()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("c.json");
        OptimizationResult result = Fit();
        Checkpoint checkpoint = result.Checkpoint!;
        checkpoint.Save(path);
        Checkpoint read = Checkpoint.Load(path);
        Assert.Equal(checkpoint, read);
        Assert.Equal(checkpoint.GetHashCode(), read.GetHashCode());
        Assert.NotEqual(checkpoint, read with { State = [.. read.State.Skip(1)] });
        Assert.NotEqual(checkpoint, read with { State = [new double[3], .. read.State.Skip(1)] });
        Assert.NotEqual(checkpoint, read with { Cost = 0 });
    }

    [Fact]
    public void Results_with_the_same_values_are_equal()
    {
        OptimizationResult result = Fit() with { StandardErrors = (double[])[1, 2] };
        OptimizationResult same = result with { History = [.. result.History], StandardErrors = (double[])[1, 2] };
        Assert.Equal(result, same);
        Assert.Equal(result.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(result, same with { StandardErrors = (double[])[1, 3] });
        Assert.NotEqual(result, same with { StandardErrors = null });
        Assert.NotEqual(result, same with { History = [.. result.History.Skip(1)] });
    }

    private static OptimizationResult Fit()
    {
        double[] x = [0, 1, 2, 3, 4, 5];
        double[] labels = [0, 1, 0, 1, 0, 1];
        return LogisticRegression.Fit(new Examples<double>(x, 6, 1), labels, cancellation: Stop).Optimization;
    }
}

using System.Globalization;
using Spectre.Console;
using VectorLR.Cli.Measuring;
using VectorLR.Data;
using VectorLR.Training;

namespace VectorLR.Cli.Commands;

/// <summary>vectorlr without a command: this CPU, the speed-up table, and a classifier trained on the embedded digits.</summary>
internal static class DemonstrationCommand
{
    private const int Digit = 8;
    private const double Scale = 16;
    private const double LearningRate = 0.5;
    private const int Iterations = 3000;

    public static Task<int> Run(CancellationToken cancellation)
    {
        IAnsiConsole console = Terminal.Output;
        console.Write(new Rule("This CPU").LeftJustified());
        InfoCommand.Write(console);
        console.WriteLine();
        console.Write(new Rule("For-loop against vectorized").LeftJustified());
        SpeedupTable.Run(console, all: false, cancellation);
        console.WriteLine();
        console.Write(new Rule($"Training: is it an {Digit}?").LeftJustified());
        return Task.FromResult(Train(console, cancellation));
    }

    private static int Train(IAnsiConsole console, CancellationToken cancellation)
    {
        // Every fifth example is held out, so the split needs no random numbers.
        DataSet digits = Samples.Digits(Digit);
        int[] all = [.. Enumerable.Range(0, digits.Features.Count)];
        DataSet training = digits.SelectExamples([.. all.Where(i => i % 5 != 4)]);
        DataSet heldOut = digits.SelectExamples([.. all.Where(i => i % 5 == 4)]);

        IObjective objective = LogisticObjective.Create(
            training.Features.Bytes, training.Labels.Span, Precision.Single, new() { Scale = Scale });
        CostCurve curve = new(Iterations);
        OptimizationResult result = curve.Watch(console, progress => new GradientDescent(LearningRate).Minimize(
            objective, Parameters.Zero(objective.Features), new() { Iterations = Iterations, Tolerance = 0 }, progress, cancellation));
        cancellation.ThrowIfCancellationRequested();
        LogisticRegression model = new(result.Parameters, Scale, Precision.Single);

        double rare = MemoryExtensions.Count(heldOut.Labels.Span, 0.0) / (double)heldOut.Features.Count;
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Iterations} steps over {training.Features.Count} x {objective.Features} bytes"
            + $" in {result.Elapsed.TotalSeconds:F2} s, cost {result.Cost:F6}"));
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"accuracy: {Accuracy(model, training):P2} of the training examples, {Accuracy(model, heldOut):P2} of the held-out fifth"
            + $" (always no: {rare:P2})"));
        console.WriteLine($"weights_hash: {result.Parameters.Hash()} (the same on every CPU and for every number of threads)");
        console.WriteLine(Samples.DigitsAttribution);
        return ExitCode.Done;
    }

    private static double Accuracy(LogisticRegression model, DataSet set)
    {
        double[] probabilities = new double[set.Features.Count];
        model.PredictProbability(new Examples<byte>(set.Features.Bytes.Span, set.Features.Layout), probabilities);
        return Metrics.Accuracy(probabilities, set.Labels.Span);
    }
}

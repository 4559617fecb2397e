using System.Globalization;
using System.Text;
using System.Text.Json;
using Spectre.Console;
using VectorLR.Cli.Charts;
using VectorLR.Data;
using VectorLR.Training;

namespace VectorLR.Cli.Commands;

/// <summary>One run of train: load, fit, write.</summary>
internal sealed class TrainRun(TrainOptions options)
{
    public int Execute(CancellationToken cancellation)
    {
        if (options.Isa is not null)
        {
            // Before anything asks for the Isa: it is chosen once.
            Environment.SetEnvironmentVariable(Cpu.IsaVariable, options.Isa);
        }

        string isa = Cpu.Isa.ToString().ToLowerInvariant();
        OutputFile.RequireWritable(options.History, "--history");
        OutputFile.RequireWritable(options.Chart, "--chart", ChartFile.Extensions);
        OutputFile.RequireWritable(options.Model, "--model");
        DataSet data = new DataSource(
            options.Data, options.Labels, options.Label, options.Positive, options.DecimalComma, options.Size, options.SkipBad).Load(cancellation);
        if (data.LabelNamesInferred)
        {
            Console.Error.WriteLine($"vectorlr: class 1 is '{data.LabelNames.Positive}', class 0 is '{data.LabelNames.Negative}'; --positive chooses");
        }

        string precision = options.Precision ?? DefaultPrecision(data.Features.ElementType);
        IObjective objective = Objective(data, precision);
        OptimizationResult result = Fit(objective, cancellation);
        LogisticRegression model = new(
            result.Parameters,
            options.Scale,
            precision == "f64" ? Precision.Double : Precision.Single,
            data.FeatureNames,
            data.LabelNames.Negative,
            data.LabelNames.Positive);
        Save(model, result);

        TrainReport report = new(
            objective.Count,
            objective.Features,
            isa,
            options.Threads,
            precision,
            options.Optimizer,
            result.Iterations,
            result.Passes,
            JsonNamingPolicy.SnakeCaseLower.ConvertName(result.Stopped.ToString()),
            result.Cost,
            result.GradientNorm,
            result.Elapsed.TotalSeconds,
            Metrics.Accuracy(data.Features.PredictProbability(model), data.Labels.Span),
            result.Parameters.Bias,
            result.Parameters.Hash());
        Print(report);
        return Conclude(result);
    }

    private static string DefaultPrecision(ElementType type) => type switch
    {
        ElementType.Byte => "u8",
        ElementType.Single => "f32",
        _ => "f64",
    };

    private IObjective Objective(DataSet data, string precision)
    {
        FeatureMatrix x = data.Features;
        ReadOnlySpan<double> y = data.Labels.Span;
        ObjectiveOptions how = new() { Scale = options.Scale, Threads = options.Threads };

        // Bytes stay bytes for every precision: they are widened exactly, so a copy in floats would give the same bits, slower.
        return (precision, x.ElementType) switch
        {
            ("f64", ElementType.Byte) => MemoryObjective.Create(x.AsBytes(), y, Precision.Double, how),
            (_, ElementType.Byte) => MemoryObjective.Create(x.AsBytes(), y, Precision.Single, how),
            ("u8", _) => throw new UsageException($"{options.Data}: --precision u8 needs bytes, but the features are {x.ElementType}"),
            ("f64", _) => MemoryObjective.Create(x.AsDoubles(), y, how),
            _ => MemoryObjective.Create(Singles(x), y, how),
        };
    }

    private IExampleSource<float> Singles(FeatureMatrix x)
    {
        try
        {
            return x.AsSingles();
        }
        catch (DataException exception)
        {
            throw new DataException($"{options.Data}: {exception.Message}", exception);
        }
    }

    private OptimizationResult Fit(IObjective objective, CancellationToken cancellation)
    {
        StoppingOptions stopping = new() { Iterations = options.Iterations, Tolerance = options.Tolerance };
        GradientDescent optimizer = new(options.LearningRate);
        Parameters start = Parameters.Zero(objective.Features);
        if (!Terminal.Error.Profile.Out.IsTerminal)
        {
            return optimizer.Minimize(objective, start, stopping, cancellation: cancellation);
        }

        return Terminal.Error.Progress().AutoClear(true).Columns(
            new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(context =>
        {
            ProgressTask task = context.AddTask("training", maxValue: Math.Max(1, options.Iterations));
            return optimizer.Minimize(objective, start, stopping, new BarProgress(task), cancellation);
        });
    }

    private void Save(LogisticRegression model, OptimizationResult result)
    {
        if (options.Model is not null)
        {
            model.Save(options.Model);
        }

        if (options.Chart is not null)
        {
            string title = $"{Path.GetFileName(Path.GetFullPath(options.Data))}, {options.Optimizer}";
            CostChart.Save(options.Chart, title, result);
        }

        if (options.History is null)
        {
            return;
        }

        StringBuilder rows = new("iteration,cost,gradient_norm,seconds\n");
        foreach (Iteration row in result.History)
        {
            rows.Append(CultureInfo.InvariantCulture, $"{row.Number},{row.Cost:R},{row.GradientNorm:R},{row.Elapsed.TotalSeconds:F6}\n");
        }

        AtomicFile.WriteAllBytes(options.History, Encoding.UTF8.GetBytes(rows.ToString()));
    }

    private void Print(TrainReport report)
    {
        if (options.Json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, TrainReportContext.Default.TrainReport));
            return;
        }

        Grid grid = new Grid().AddColumn().AddColumn();
        void Row(string name, FormattableString value) => grid.AddRow(new Text(name), new Text(value.ToString(CultureInfo.InvariantCulture)));
        Row("examples x features", $"{report.Examples} x {report.Features}");
        Row("how", $"{report.Optimizer}, {report.Precision}, {report.Isa}, {report.Threads} threads");
        Row("iterations", $"{report.Iterations}, {report.Passes} passes over the data, {report.Seconds:F3} s");
        Row("stopped", $"{report.Stopped}");
        Row("cost", $"{report.Cost:R}");
        Row("largest gradient", $"{report.GradientNorm:R}");
        Row("train accuracy", $"{report.TrainAccuracy:P3}");
        Row("weights_hash", $"{report.WeightsHash}");
        Terminal.Output.Write(grid);
    }

    private int Conclude(OptimizationResult result)
    {
        string saved = options.Model is null ? "" : $", and is in {options.Model}";
        switch (result.Stopped)
        {
            case StopReason.IterationLimit:
                Console.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"vectorlr: not converged after {result.Iterations} iterations: the largest gradient component is {result.GradientNorm:R}, the tolerance {options.Tolerance:R}"));
                return ExitCode.Done;
            case StopReason.Cancelled:
                Console.Error.WriteLine($"vectorlr: interrupted after {result.Iterations} iterations; the model so far is good{saved}");
                return ExitCode.Failed;
            case StopReason.Diverged:
                Console.Error.WriteLine(
                    $"vectorlr: diverged after {result.Iterations} iterations; the model is the last one with a finite cost{saved}; try a smaller --learning-rate");
                return ExitCode.Failed;
            default:
                return ExitCode.Done;
        }
    }

    private sealed class BarProgress(ProgressTask task) : IProgress<Iteration>
    {
        public void Report(Iteration value) => task.Value = value.Number + 1;
    }
}

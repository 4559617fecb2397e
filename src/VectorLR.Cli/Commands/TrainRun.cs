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
    // An interrupted run still reports the accuracy, if that takes no longer than this.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(0.15);

    private readonly CheckpointOutput? _checkpoint = options.Checkpoint is string path ? new(path) : null;

    public int Execute(CancellationToken cancellation)
    {
        if (options.Isa is not null)
        {
            // Set first: the instruction set is chosen once, on first use.
            Environment.SetEnvironmentVariable(Cpu.IsaVariable, options.Isa);
        }

        string isa = Cpu.Isa.ToString().ToLowerInvariant();
        OutputFile.RequireWritable(
            new(options.History, "--history"), new(options.Chart, "--chart", ChartFile.Extensions),
            new(options.Model, "--model"), new(options.Checkpoint, "--checkpoint"));
        string?[] read = [options.Source.Path, options.Source.Labels, SampleWeightSource.File(options.SampleWeights)];
        OutputFile.RequireDisjoint([.. read, options.Resume], [options.Model, options.History, options.Chart]);

        // A run may continue from the checkpoint that it writes.
        OutputFile.RequireDisjoint([.. read, options.Model, options.History, options.Chart], [options.Checkpoint]);
        Checkpoint? resume = LoadCheckpoint();
        (DataSet data, double[] sampleWeights) = SampleWeightSource.Load(
            options.Source, options.SampleWeights, column => options.Source.Load(cancellation, weightColumn: column));

        // Interrupted before training: there is no model yet, and an existing file at --model stays.
        cancellation.ThrowIfCancellationRequested();
        if (data.LabelNamesInferred)
        {
            Console.Error.WriteLine(
                $"vectorlr: class 1 is '{data.LabelNames.Positive}', class 0 is '{data.LabelNames.Negative}'; --positive names class 1");
        }

        string precision = options.Precision ?? DefaultPrecision(data.Features.ElementType);
        FitResult fit = Fit(data, precision, sampleWeights, resume, cancellation);
        if (precision != "f64" && fit.Model.Precision == Precision.Double)
        {
            Console.Error.WriteLine(
                $"vectorlr: computed in f64, not {precision}: a column's values are beyond the precision of f32");
            precision = "f64";
        }

        double? accuracy = Accuracy(fit.Model, data, sampleWeights, cancellation);
        Interruption.BeginWriting();
        Save(fit);
        Interruption.EndWriting(options.Model is null ? null : $"; the model is saved in {options.Model}");
        OptimizationResult result = fit.Optimization;
        TrainReport report = new(
            data.Features.Count,
            data.Features.Features,
            isa,
            options.Threads,
            precision,
            options.Optimizer,
            result.Iterations,
            result.Passes,
            result.Stopped == StopReason.Cancelled ? "interrupted" : JsonNamingPolicy.SnakeCaseLower.ConvertName(result.Stopped.ToString()),
            result.Cost,
            result.GradientNorm,
            result.Elapsed.TotalSeconds,
            accuracy,
            result.Parameters.Bias,
            result.Parameters.Hash());
        Print(report, result);
        if (options.Summary)
        {
            CoefficientTable.Write(Terminal.Output, fit);
        }

        return Conclude(result, cancellation.IsCancellationRequested);
    }

    private static string DefaultPrecision(ElementType type) => type switch
    {
        ElementType.Byte => "u8",
        ElementType.Single => "f32",
        _ => "f64",
    };

    private Checkpoint? LoadCheckpoint()
    {
        try
        {
            return options.Resume is null ? null : Checkpoint.Load(options.Resume);
        }
        catch (InvalidDataException exception)
        {
            throw new UsageException(exception.Message);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"--resume {options.Resume}: found no such file, expected a checkpoint that train --checkpoint wrote");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            string found = Directory.Exists(options.Resume) ? "is a folder" : $"cannot be read ({exception.Message})";
            throw new UsageException($"--resume {options.Resume}: {found}, expected a checkpoint that train --checkpoint wrote");
        }
    }

    private FitResult Fit(DataSet data, string precision, double[] sampleWeights, Checkpoint? resume, CancellationToken cancellation)
    {
        try
        {
            if (!Terminal.Error.Profile.Out.IsTerminal)
            {
                return Fit(data, precision, sampleWeights, resume, progress: null, cancellation);
            }

            return Terminal.Error.Progress().AutoClear(true).Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(context =>
            {
                ProgressTask task = context.AddTask("training", maxValue: Math.Max(1, options.Iterations));
                return Fit(data, precision, sampleWeights, resume, new BarProgress(task), cancellation);
            });
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidDataException or NotSupportedException)
        {
            // The messages of the library are for users; the parameter names are not.
            string message = exception.Message.Split(" (Parameter ")[0];
            string? file = message.StartsWith("the checkpoint", StringComparison.Ordinal) ? options.Resume : options.Source.Path;
            throw new UsageException($"{file}: {message}");
        }
    }

    private FitResult Fit(
        DataSet data,
        string precision,
        double[] sampleWeights,
        Checkpoint? resume,
        IProgress<Iteration>? progress,
        CancellationToken cancellation)
    {
        RunningFit running = new(keepsHistory: options.History is not null || options.Chart is not null, progress);
        FitOptions how = new()
        {
            Optimizer = options.Optimizer switch
            {
                "gd" => new GradientDescent(options.LearningRate),
                "newton" => new Newton(),
                "adam" => new Adam(options.LearningRate),
                _ => new Lbfgs(),
            },
            Stopping = new()
            {
                Iterations = options.Iterations,
                Tolerance = options.Tolerance,
                Resume = resume,
                CheckpointEvery = CheckpointOutput.Every(data.Features.Count),
                OnCheckpoint = _checkpoint is null ? null : checkpoint =>
                {
                    running.LastCheckpoint = checkpoint;
                    _checkpoint.SaveAtIntervals(checkpoint);
                },
            },
            Scale = options.Scale,
            Threads = options.Threads,
            SampleWeights = sampleWeights,
            BalancedClasses = options.ClassWeight is not null,
            Precision = precision == "f64" ? Precision.Double : Precision.Single,
            L2 = options.L2,
            Standardize = options.Standardize,
            Intercept = !options.NoIntercept,
            Best = running.Best,
        };
        Interruption.Keep(() => Keep(running));
        return running.Run(() => Fit(data, precision, how, running, cancellation), cancellation);
    }

    /// <summary>Saves what an interrupted fit has so far, before the fit itself can end.</summary>
    private string? Keep(RunningFit running)
    {
        _checkpoint?.Save(running.LastCheckpoint);
        if (options.Model is null || running.Best.Found is not (LogisticRegression model, _, _))
        {
            return null;
        }

        model.Save(options.Model);
        return $"; the best model so far is saved in {options.Model}";
    }

    private FitResult Fit(DataSet data, string precision, FitOptions how, IProgress<Iteration>? progress, CancellationToken cancellation)
    {
        if (precision == "u8" && data.Features.ElementType != ElementType.Byte)
        {
            throw new UsageException(
                $"{options.Source.Path}: found features of type {data.Features.ElementType}, expected bytes for --precision u8");
        }

        return data.Fit(how, progress, cancellation);
    }

    private void Save(FitResult fit)
    {
        List<(string Path, Action<Stream> Write)> files = [];
        if (options.Model is not null)
        {
            files.Add((options.Model, fit.Model.Save));
        }

        if (options.Chart is not null)
        {
            string title = $"Cost and gradient of {options.Optimizer} on {Path.GetFileName(Path.GetFullPath(options.Source.Path))}";
            files.Add((options.Chart, stream => stream.Write(CostChart.Draw(options.Chart, title, fit.Optimization))));
        }

        if (options.History is not null)
        {
            files.Add((options.History, stream => stream.Write(History(fit.Optimization))));
        }

        try
        {
            AtomicFile.WriteTogether([.. files]);
        }
        catch (Exception exception) when (options.Model is not null && files.Count > 1)
        {
            // The model is not lost for want of a chart.
            fit.Model.Save(options.Model);
            if (exception is IOException or UnauthorizedAccessException)
            {
                throw new IOException($"{exception.Message}; the model is saved in {options.Model}", exception);
            }

            throw;
        }
        finally
        {
            _checkpoint?.Save(fit.Optimization.Checkpoint);
        }
    }

    private static byte[] History(OptimizationResult result)
    {
        StringBuilder rows = new("iteration,cost,gradient_norm,seconds\n");
        foreach (Iteration row in result.History)
        {
            rows.Append(CultureInfo.InvariantCulture, $"{row.Number},{row.Cost:R},{row.GradientNorm:R},{row.Elapsed.TotalSeconds:F6}\n");
        }

        return Encoding.UTF8.GetBytes(rows.ToString());
    }

    /// <summary>The share of correct predictions; null if the run is interrupted and the pass would take long.</summary>
    private double? Accuracy(LogisticRegression model, DataSet data, double[] sampleWeights, CancellationToken cancellation)
    {
        using CancellationTokenSource late = new();
        if (cancellation.IsCancellationRequested)
        {
            late.CancelAfter(s_grace);
            cancellation = late.Token;
        }

        try
        {
            double[] probabilities = data.Features.PredictLogit(model, cancellation);
            int bad = Array.FindIndex(probabilities, logit => !double.IsFinite(logit));
            if (bad >= 0)
            {
                throw new DataException(
                    $"{options.Source.Path}: {data.Features.Place(bad)}: found features whose products with the weights are too large "
                    + "for a double, expected smaller ones; --standardize or --l2 may help");
            }

            Kernels.Sigmoid(probabilities, probabilities);
            return Metrics.Accuracy(probabilities, data.Labels.Span, sampleWeights);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private void Print(TrainReport report, OptimizationResult result)
    {
        if (options.Json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, TrainReportContext.Default.TrainReport));
            return;
        }

        Grid grid = new Grid().AddColumn().AddColumn();
        void Row(string name, FormattableString value) =>
            grid.AddRow(new Text(name), new Text(value.ToString(CultureInfo.InvariantCulture)));
        Row("examples x features", $"{report.Examples} x {report.Features}");
        Row("how", $"{report.Optimizer}, {report.Precision}, {report.Isa}, {report.Threads} threads");
        Row("iterations", $"{report.Iterations}, {report.Passes} passes over the data, {report.Seconds:F3} s");
        Row("stopped", $"{report.Stopped.Replace('_', ' ')}");
        Row("cost", $"{NumberText.Of(report.Cost, 10)}");
        if (result.EstimatedError is double error)
        {
            Row("estimated error", $"{NumberText.Of(error, 2)} log-odds per standard deviation, of the least certain weight");
        }
        else
        {
            Row("largest gradient", $"{NumberText.Of(report.GradientNorm, 2)}");
        }

        if (result.DualityGap is double gap)
        {
            Row("above the minimum", $"at most {NumberText.Of(Math.Max(0, gap), 2)} (duality gap)");
        }

        if (report.TrainAccuracy is double accuracy)
        {
            Row("train accuracy", $"{NumberText.Percent(accuracy)}");
        }

        Row("weights_hash", $"{report.WeightsHash}");
        Terminal.Output.Write(grid);
    }

    private int Conclude(OptimizationResult result, bool isInterrupted)
    {
        string saved = options.Model is null ? "" : $", saved in {options.Model}";
        string figures = $"{Accomplished(result)}, --tolerance is {NumberText.Of(options.Tolerance)}";
        (string? warning, int code) = result.Stopped switch
        {
            StopReason.Cancelled => (
                $"interrupted after {result.Iterations} iterations; the model is the best so far{saved}", ExitCode.Interrupted),
            _ when isInterrupted => ($"interrupted when the fit was done; the model is complete{saved}", ExitCode.Interrupted),
            StopReason.IterationLimit => (
                $"not converged after {result.Iterations} iterations: {figures}; "
                + "try more --iterations" + (options.Optimizer == "gd" && !options.Standardize ? " or --standardize" : ""),
                ExitCode.Done),
            StopReason.PrecisionLimit => (
                $"the arithmetic of {options.Optimizer} cannot lower the cost further: {figures}", ExitCode.Done),
            StopReason.Separable => (
                $"the classes are separable, so the weights grow without bound; add --l2; the model is the last iterate{saved}",
                ExitCode.Done),
            StopReason.Diverged => (
                $"diverged after {result.Iterations} iterations; the model is the last good iterate{saved}"
                + (options.Optimizer is "gd" or "adam" ? "; try a smaller --learning-rate" : ""),
                ExitCode.Failed),
            _ => (null, ExitCode.Done),
        };
        if (warning is not null)
        {
            Console.Error.WriteLine($"vectorlr: {warning}");
        }

        return code;
    }

    private static string Accomplished(OptimizationResult result) => result.EstimatedError is double error
        ? $"the estimated error of the weights is {NumberText.Of(error, 2)}"
        : $"the largest gradient component is {NumberText.Of(result.GradientNorm, 2)}";

    private sealed class BarProgress(ProgressTask task) : IProgress<Iteration>
    {
        private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(100);
        private int _first = -1;
        private TimeSpan _next;

        public void Report(Iteration value)
        {
            task.Value = value.Number + 1;
            if (value.Elapsed < _next)
            {
                return;
            }

            // A resumed run does not start at update 0.
            _first = _first < 0 ? value.Number : _first;
            _next = value.Elapsed + s_frame;
            double rate = (value.Number - _first) / Math.Max(1e-6, value.Elapsed.TotalSeconds);
            task.Description = string.Create(
                CultureInfo.InvariantCulture, $"training: update {value.Number}, {rate:F0} updates/s, cost {value.Cost:F6}");
        }
    }
}

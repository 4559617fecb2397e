using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace VectorLR.Cli.Commands;

/// <summary>vectorlr train: the options, and nothing else.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        DataOptions data = new();
        Option<string> optimizer = new("--optimizer")
        {
            Description = "lbfgs; newton, for up to about 1000 features, with standard errors; gd: the notes' gradient descent from zero.",
            DefaultValueFactory = _ => "lbfgs",
        };
        optimizer.AcceptOnlyFromAmong("gd", "lbfgs", "newton");
        Option<double> rate = Number("--learning-rate", "A", "The learning rate of gd.", 0.005, "a finite number above 0", IsPositive);
        Option<int> iterations = Number("--iterations", "N", "The most updates.", 1000, "a whole number that is not negative", value => value >= 0);
        Option<double> tolerance = Number(
            "--tolerance", "T", "Stop when the largest gradient component is at most this.", 1e-6, "a number that is not negative", value => value >= 0);
        Option<double> l2 = Number(
            "--l2",
            "L",
            "The penalty L: the objective is the mean log loss + L/2 times the squared norm of the weights, the bias free.",
            0d,
            "a finite number that is not negative",
            value => value >= 0 && double.IsFinite(value));
        Option<string?> precision = new("--precision")
        {
            Description = "f32, f64: arithmetic; u8: bytes stay bytes, arithmetic f32. Default: f64 for .csv, u8 for images and a byte .npy, else the file's own.",
        };
        precision.AcceptOnlyFromAmong("f32", "f64", "u8");
        Option<double?> scale = new("--scale")
        {
            Description = "Features are divided by this, without copying them. Default: 255 for images, else 1, though a .npy be of pixels.",
            HelpName = "S",
            CustomParser = result => Parse<double>(result, "--scale", "a finite number above 0", IsPositive),
        };
        Option<bool> standardize = new("--standardize") { Description = "Train on z-scores by the training set's means and deviations, which go into the model." };
        Option<bool> noIntercept = new("--no-intercept") { Description = "Train without a bias." };
        Option<string?> classWeight = new("--class-weight") { Description = "balanced: both classes count alike, however many examples each has." };
        classWeight.AcceptOnlyFromAmong("balanced");
        Option<string?> sampleWeights = new("--sample-weights")
        {
            Description = "What each example counts: a column of a .csv, which is then no feature, or a .npy beside a .npy.",
            HelpName = "COLUMN",
        };
        Option<int> threads = Number(
            "--threads", "N", "The most threads; the result does not depend on it.", Environment.ProcessorCount, "a whole number above 0", value => value > 0);
        Option<string?> isa = new("--isa") { Description = "Force an instruction set: scalar, neon, avx2 or avx512. Default: the widest.", HelpName = "NAME" };
        Option<string?> history = new("--history") { Description = "Write iteration,cost,gradient_norm,seconds here.", HelpName = "FILE.csv" };
        Option<string?> chart = new("--chart") { Description = "Draw the cost and the gradient norm here.", HelpName = "FILE.svg|png" };
        Option<string?> model = new("--model") { Description = "Write the model here.", HelpName = "FILE.json" };
        Option<string?> checkpoint = new("--checkpoint")
        {
            Description = "Write here, from time to time and at the end, all that --resume needs to go on.",
            HelpName = "FILE.json",
        };
        Option<string?> resume = new("--resume")
        {
            Description = "Go on from a checkpoint of the same data and options; the weights come out as without the interruption.",
            HelpName = "FILE.json",
        };
        Option<bool> summary = new("--summary") { Description = "Print the table of coefficients, with standard errors, z and p where newton ran." };
        Option<bool> json = new("--json") { Description = "Print one JSON object on standard output and nothing else there." };

        Command command = new("train", "Fit a logistic regression to examples with labels of two classes, and write it as a model.");
        data.AddTo(command);
        foreach (Option option in (Option[])[
            optimizer, rate, iterations, tolerance, l2, precision, scale, standardize, noIntercept, classWeight, sampleWeights, threads, isa, history, chart, model,
            checkpoint, resume, summary, json])
        {
            command.Add(option);
        }

        command.SetAction((result, cancellation) =>
        {
            if (result.GetResult(rate) is OptionResult { Implicit: false } && result.GetValue(optimizer) != "gd")
            {
                throw new UsageException($"--learning-rate is for --optimizer gd, not for {result.GetValue(optimizer)}");
            }

            if (result.GetValue(summary) && result.GetValue(json))
            {
                throw new UsageException("--summary prints a table and --json nothing but its object: they do not go together");
            }

            DataSource source = data.Read(result);
            return Task.FromResult(new TrainRun(new TrainOptions
            {
                Source = source,
                Optimizer = result.GetRequiredValue(optimizer),
                LearningRate = result.GetValue(rate),
                Iterations = result.GetValue(iterations),
                Tolerance = result.GetValue(tolerance),
                L2 = result.GetValue(l2),
                Precision = result.GetValue(precision),
                Scale = DataSource.Scale(result, scale, source.Path),
                Standardize = result.GetValue(standardize),
                NoIntercept = result.GetValue(noIntercept),
                ClassWeight = result.GetValue(classWeight),
                SampleWeights = result.GetValue(sampleWeights),
                Threads = result.GetValue(threads),
                Isa = result.GetValue(isa),
                History = result.GetValue(history),
                Chart = result.GetValue(chart),
                Model = result.GetValue(model),
                Checkpoint = result.GetValue(checkpoint),
                Resume = result.GetValue(resume),
                Summary = result.GetValue(summary),
                Json = result.GetValue(json),
            }).Execute(cancellation));
        });
        return command;
    }

    private static bool IsPositive(double value) => value > 0 && double.IsFinite(value);

    private static Option<T> Number<T>(string name, string placeholder, string description, T otherwise, string expected, Predicate<T> isGood)
        where T : IParsable<T> => new(name)
        {
            Description = description,
            HelpName = placeholder,
            DefaultValueFactory = _ => otherwise,
            CustomParser = result => Parse(result, name, expected, isGood),
        };

    private static T? Parse<T>(ArgumentResult result, string name, string expected, Predicate<T> isGood)
        where T : IParsable<T>
    {
        string text = result.Tokens[0].Value;
        if (!T.TryParse(text, CultureInfo.InvariantCulture, out T? value) || !isGood(value))
        {
            result.AddError($"{name} {text}: expected {expected}");
        }

        return value;
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace VectorLR.Cli.Commands;

/// <summary>vectorlr train: the command and its options.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        DataOptions data = new();
        Option<string> optimizer = new("--optimizer")
        {
            Description = "lbfgs; newton (up to about 1000 features, gives standard errors); adam (mini-batches of 256); "
                + "gd (gradient descent from zero).",
            DefaultValueFactory = _ => "lbfgs",
        };
        optimizer.AcceptOnly("gd", "lbfgs", "newton", "adam");
        Option<double> rate = Number(
            "--learning-rate", "A", "The learning rate of gd and adam.", 0.005, "a finite number above 0", IsPositive);
        Option<int> iterations = Number(
            "--iterations", "N", "The maximum number of updates.", 1000, "a whole number that is not negative", value => value >= 0);
        Option<double> tolerance = Number(
            "--tolerance",
            "T",
            "Stop when the estimated error of every weight is at most T, in log-odds per standard deviation; gd: when the largest "
                + "gradient component is at most T.",
            1e-6,
            "a number that is not negative",
            value => value >= 0);
        Option<double> l2 = Number(
            "--l2",
            "L",
            "The penalty L: the objective is the mean log loss + L/2 times the squared norm of the weights. The bias is not penalised.",
            0d,
            "a finite number that is not negative",
            value => value >= 0 && double.IsFinite(value));
        Option<string?> precision = new("--precision")
        {
            Description = "f32 or f64: the arithmetic; u8: bytes stay bytes, the arithmetic is f32. "
                + "Default: f64 for a .csv file, u8 for images and a .npy file of bytes, otherwise the type of the file.",
        };
        precision.AcceptOnly("f32", "f64", "u8");
        Option<double?> scale = new("--scale")
        {
            Description = "Divide the features by S without copying them. Default: 255 for images, otherwise 1. "
                + "A .npy file carries no pixel range: for pixels, pass --scale 255.",
            HelpName = "S",
            CustomParser = result => Parse<double>(result, "--scale", "a finite number above 0", IsPositive),
        };
        Option<bool> standardize = new("--standardize")
        {
            Description = "Train on z-scores of the training set. The means and deviations are stored in the model.",
        };
        Option<bool> noIntercept = new("--no-intercept") { Description = "Train without a bias." };
        Option<string?> classWeight = new("--class-weight")
        {
            Description = "balanced: both classes have the same total weight.",
        };
        classWeight.AcceptOnly("balanced");
        Option<string?> sampleWeights = SampleWeightSource.Option();
        Option<int> threads = Number(
            "--threads",
            "N",
            "The maximum number of threads. The result does not depend on it.",
            Environment.ProcessorCount,
            "a whole number above 0",
            value => value > 0);
        Option<string?> isa = new("--isa")
        {
            Description = "Force an instruction set: scalar, neon, avx2 or avx512. Default: the widest.",
            HelpName = "NAME",
        };
        Option<string?> history = new("--history")
        {
            Description = "The output file for iteration,cost,gradient_norm,seconds.",
            HelpName = "FILE.csv",
        };
        Option<string?> chart = new("--chart")
        {
            Description = "The output file for a chart of the cost and the gradient norm.",
            HelpName = "FILE.svg|png",
        };
        Option<string?> model = new("--model") { Description = "The output file for the model.", HelpName = "FILE.json" };
        Option<string?> checkpoint = new("--checkpoint")
        {
            Description = "The output file for checkpoints, written at intervals and at the end. --resume continues from it. "
                + "If it cannot be written, that is a warning.",
            HelpName = "FILE.json",
        };
        Option<string?> resume = new("--resume")
        {
            Description = "Continue from a checkpoint of the same data and options. The weights are the same as without the interruption.",
            HelpName = "FILE.json",
        };
        Option<bool> summary = new("--summary")
        {
            Description = "Print the table of coefficients; newton adds standard errors, z and p.",
        };
        Option<bool> json = new("--json") { Description = "Print one JSON object on standard output and nothing else there." };

        Command command = new("train", "Fit a logistic regression model to labelled examples of two classes.");
        data.AddTo(command);
        foreach (Option option in (Option[])[
            optimizer, rate, iterations, tolerance, l2, precision, scale, standardize, noIntercept, classWeight, sampleWeights,
            threads, isa, history, chart, model, checkpoint, resume, summary, json])
        {
            command.Add(option);
        }

        command.SetAction((result, cancellation) =>
        {
            if (result.GetResult(rate) is OptionResult { Implicit: false } && result.GetValue(optimizer) is not ("gd" or "adam"))
            {
                throw new UsageException($"--learning-rate is for --optimizer gd or adam, not for {result.GetValue(optimizer)}");
            }

            if (result.GetValue(summary) && result.GetValue(json))
            {
                throw new UsageException("--summary and --json cannot be used together: --json prints only its object");
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

    private static Option<T> Number<T>(
        string name, string placeholder, string description, T otherwise, string expected, Predicate<T> isGood)
        where T : INumberBase<T> => new(name)
        {
            Description = description,
            HelpName = placeholder,
            DefaultValueFactory = _ => otherwise,
            CustomParser = result => Parse(result, name, expected, isGood),
        };

    private static T? Parse<T>(ArgumentResult result, string name, string expected, Predicate<T> isGood)
        where T : INumberBase<T>
    {
        string text = result.Tokens[0].Value;

        // Without separators of thousands: 0,01 is no number, and not 1.
        if (!T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T? value) || !isGood(value))
        {
            result.AddError($"{name} {text}: expected {expected}");
        }

        return value;
    }
}

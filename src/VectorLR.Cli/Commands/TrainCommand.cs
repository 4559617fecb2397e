using System.CommandLine;
using System.Globalization;

namespace VectorLR.Cli.Commands;

/// <summary>vectorlr train: the options, and nothing else.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        Argument<string> data = new("DATA") { Description = DataSource.Description };
        Option<string?> labels = new("--labels") { Description = "The labels of a .npy matrix: a .npy of as many values.", HelpName = "FILE.npy" };
        Option<string?> label = new("--label") { Description = "The column of a .csv that holds the label.", HelpName = "NAME" };
        Option<string?> positive = new("--positive") { Description = "The label that is class 1; all others are 0.", HelpName = "VALUE" };
        Option<bool> decimalComma = DataSource.DecimalCommaOption();
        Option<int?> size = DataSource.SizeOption();
        Option<bool> skipBad = DataSource.SkipBadOption();
        Option<string> optimizer = new("--optimizer") { Description = "gd: the notes' gradient descent from zero.", DefaultValueFactory = _ => "gd" };
        optimizer.AcceptOnlyFromAmong("gd");
        Option<double> rate = Number("--learning-rate", "The learning rate.", 0.005, "a finite number above 0", IsPositive);
        Option<int> iterations = Number("--iterations", "The most updates.", 1000, "a whole number that is not negative", value => value >= 0);
        Option<double> tolerance = Number(
            "--tolerance", "Stop when the largest gradient component is at most this.", 1e-6, "a number that is not negative", value => value >= 0);
        Option<string?> precision = new("--precision")
        {
            Description = "f32, f64: arithmetic; u8: bytes stay bytes, arithmetic f32. Default: f64 for .csv, u8 for images and a byte .npy, else the file's own.",
        };
        precision.AcceptOnlyFromAmong("f32", "f64", "u8");
        Option<double> scale = Number(
            "--scale", "Features are divided by this, without copying them. Default: 1, and 255 for images.", 1d, "a finite number above 0", IsPositive);
        Option<int> threads = Number(
            "--threads", "The most threads; the result does not depend on it.", Environment.ProcessorCount, "a whole number above 0", value => value > 0);
        Option<string?> isa = new("--isa") { Description = "Force an instruction set: scalar, neon, avx2 or avx512. Default: the widest.", HelpName = "NAME" };
        Option<string?> history = new("--history") { Description = "Write iteration,cost,gradient_norm,seconds here.", HelpName = "FILE.csv" };
        Option<string?> chart = new("--chart") { Description = "Draw the cost and the gradient norm here.", HelpName = "FILE.svg|png" };
        Option<string?> model = new("--model") { Description = "Write the model here.", HelpName = "FILE.json" };
        Option<bool> json = new("--json") { Description = "Print one JSON object on standard output and nothing else there." };

        Command command = new("train", "Fit a model.")
        {
            data, labels, label, positive, decimalComma, size, skipBad, optimizer, rate, iterations, tolerance, precision, scale, threads, isa, history, chart, model, json,
        };
        command.SetAction((result, cancellation) => Task.FromResult(new TrainRun(new TrainOptions(
            result.GetRequiredValue(data),
            result.GetValue(labels),
            result.GetValue(label),
            result.GetValue(positive),
            result.GetValue(decimalComma),
            result.GetValue(size),
            result.GetValue(skipBad),
            result.GetRequiredValue(optimizer),
            result.GetValue(rate),
            result.GetValue(iterations),
            result.GetValue(tolerance),
            result.GetValue(precision),
            DataSource.Scale(result, scale, result.GetRequiredValue(data)),
            result.GetValue(threads),
            result.GetValue(isa),
            result.GetValue(history),
            result.GetValue(chart),
            result.GetValue(model),
            result.GetValue(json))).Execute(cancellation)));
        return command;
    }

    private static bool IsPositive(double value) => value > 0 && double.IsFinite(value);

    private static Option<T> Number<T>(string name, string description, T otherwise, string expected, Predicate<T> isGood)
        where T : IParsable<T> => new(name)
        {
            Description = description,
            DefaultValueFactory = _ => otherwise,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (!T.TryParse(text, CultureInfo.InvariantCulture, out T? value) || !isGood(value))
                {
                    result.AddError($"{name} {text}: expected {expected}");
                }

                return value;
            },
        };
}

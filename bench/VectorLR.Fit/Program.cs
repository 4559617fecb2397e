// Fits one set some times over and prints one JSON object for compare.py: the fastest fit and where it came to.
//   VectorLR.Fit X.npy y.npy lbfgs|newton f32|f64 SCALE STANDARDIZE(0|1) L2 TOLERANCE ROUNDS
//   VectorLR.Fit serve       answers the requests on standard input instead, for scikit_learn_checks.py
using System.Diagnostics;
using System.Globalization;
using VectorLR;
using VectorLR.Data;
using VectorLR.Fit;
using VectorLR.Training;

if (args is ["serve"])
{
    FitServer.Run(Console.In, Console.Out);
    return;
}

DataSet data = NpyFile.Load(args[0], args[1]);
double Number(int index) => double.Parse(args[index], CultureInfo.InvariantCulture);
FitOptions options = new()
{
    Optimizer = args[2] == "newton" ? new Newton() : new Lbfgs(),
    Precision = args[3] == "f64" ? Precision.Double : Precision.Single,
    Scale = Number(4),
    Standardize = args[5] == "1",
    L2 = Number(6),
    Stopping = new() { Iterations = 100_000, Tolerance = Number(7) },
};
FitResult Fit() => data.Fit(options);

FitResult fit = Fit();
for (long start = Stopwatch.GetTimestamp(); Number(8) > 0 && Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(1.5);)
{
    // Until the runtime has compiled the kernels for good, which it does in the background.
    fit = Fit();
}

double best = double.PositiveInfinity;
for (int round = 0; round < Number(8); round++)
{
    // The whole of it: what is measured of X, the objective's buffers, the fit and its certificate.
    long begin = Stopwatch.GetTimestamp();
    fit = Fit();
    best = Math.Min(best, Stopwatch.GetElapsedTime(begin).TotalSeconds);
}

OptimizationResult result = fit.Optimization;
string weights = string.Join(
    ",",
    result.Parameters.Weights.ToArray().Append(result.Parameters.Bias).Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
string gap = (result.DualityGap ?? 0).ToString("R", CultureInfo.InvariantCulture);
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $$"""{"seconds":{{best:R}},"isa":"{{Cpu.Isa}}","stopped":"{{result.Stopped}}","iterations":{{result.Iterations}}"""
    + $$""","passes":{{result.Passes}},"gap":{{gap}},"parameters":[{{weights}}]}"""));

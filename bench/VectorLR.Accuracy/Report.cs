using System.Globalization;
using System.Numerics.Tensors;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace VectorLR.Accuracy;

/// <summary>The page, and which documented bounds are exceeded.</summary>
internal sealed class Report(uint every, double sieve, int lossTerms, Pair[] singles, Pair[] doubles, FastSweep fast)
{
    public IReadOnlyList<string> Failures { get; } =
    [
        .. Exceeded<float>(singles),
        .. Exceeded<double>(doubles),
        .. Falling<float>(singles),
        .. Falling<double>(doubles),
        .. fast.Largest <= FastSweep.Documented ? [] : (string[])[$"SigmoidFast: {fast.Largest} a (1 - a) at {fast.At}"],
    ];

    public string ToMarkdown()
    {
        StringBuilder page = new();
        void Text(FormattableString text) => page.Append(text.ToString(CultureInfo.InvariantCulture));
        void Line(FormattableString text)
        {
            Text(text);
            page.Append('\n');
        }

        string sparse = (every == 1 ? "" : $" --every {every}") + (Randoms.Seed == 0 ? "" : $" --seed {Randoms.Seed}");
        Line($"# Accuracy, measured");
        Line($"");
        Line($"Made by `dotnet run -c Release --project bench/VectorLR.Accuracy --{sparse} --write docs/accuracy.md`");
        Text($"on {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}, ");
        Line($"beside System.Numerics.Tensors {TensorsVersion()}. No figure is typed by hand.");
        Line($"");
        Text($"The error is |result - true value| in units in the last place (ULP): ");
        Line($"the unit is 2^(e - 23) for floats and 2^(e - 52) for doubles,");
        Text($"where 2^e is the largest power of two not above the true value's magnitude, ");
        Line($"and at least the smallest subnormal number. A correctly");
        Text($"rounded result is within 0.5. ");
        Line($"Where the true value is beyond the format the infinity is due, and NaN where there is none: anything");
        Text($"else has an infinite error. ");
        Line($"`wrong` counts the results off by more than {Tally.Wrong:F0} ULP, 0 where the nearest number is not 0, or");
        Text($"without the infinity or NaN that is due. `at` is the input of the largest error. ");
        Line($"`falls` counts the inputs at which the value is");
        Text($"smaller than at the next smaller input{(every == 1 ? "" : " taken")}: ");
        Line($"all these functions increase, so that a monotone implementation has none.");
        Line($"");
        Text($"A log-loss term is softplus for label 0 and the negative of log-sigmoid for label 1, to the bit ");
        Line($"({lossTerms:N0} logits compared);");
        Line($"beyond |z| = 87.33 it takes e^-|z|, at most 2^-126, for 0.");
        Line($"Every instruction set has the same bits (the tests compare them), so these are the errors of all.");
        Line($"");
        Line($"## float: {(every == 1 ? "all 2^32 bit patterns" : $"one of every {every} of the 2^32 bit patterns")}");
        Line($"");
        Table<float>(Line, singles);
        Line($"");
        Text($"The oracle is arithmetic in double without cancellation, off by at most {sieve:E1} of a value ");
        Line($"(measured against the double-double oracle in");
        Text($"this run; in ULP of a float {sieve * (1 << 24):E1}). ");
        Line($"Whatever of ours comes within {SingleOracle.Near:E0} ULP of the largest error is measured in double-double.");
        Line($"");
        Text($"SigmoidFast: on {fast.Count:N0} floats up to a magnitude of {FastSweep.Range} the error is at most ");
        Line($"2^{Math.Log2(fast.Largest):F2} a (1 - a) and two units in the last place (at {Number<float>(fast.At)};");
        Text($"documented 2^{Math.Log2(FastSweep.Documented)}). Of two of them side by side, the larger has a value that is at most ");
        Line($"{fast.Fall} unit{(fast.Fall == 1 ? "" : "s")} lower (at {Number<float>(fast.FallAt)}).");
        Line($"");
        Line($"## double: a dense set");
        Line($"");
        Text($"{(every == 1 ? "" : $"One in {every} of: ")}2^19 numbers evenly by bit pattern over all, ");
        Line($"2^21 over the exponents from -60 to 10, 2^20 evenly in magnitude in each of");
        Text($"1/16 to 3, 3 to 40, 36 to 37.5 and 708 to 746. ");
        Line($"Of these all: 64 neighbours of each multiple of ln 2 / 2, of each power of two from 2^-53 to 1/2,");
        Text($"of the places where 1 + x changes its exponent or log1p its reduction, ");
        Line($"and of the edges of overflow and underflow. All of either sign,");
        Line($"and for `falls` each with the next larger number.");
        Line($"");
        Table<double>(Line, doubles);
        Line($"");
        Line($"The oracle is the tests' double-double arithmetic, off by less than 2^-100 of a value.");
        return page.ToString();
    }

    /// <summary>The largest error that the project aims at; exp and log1p have their documented bound.</summary>
    private static double Target<T>(Function function) =>
        function == Function.Sigmoid && typeof(T) == typeof(double) ? 1.5 : Functions.Bound(function);

    private static void Table<T>(Action<FormattableString> line, Pair[] pairs)
    {
        const string Columns = "largest error | at | wrong | falls";
        line($"| function | inputs | {Columns} | documented | target | met | TensorPrimitives | {Columns} |");
        line($"| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- | ---: | ---: | ---: | ---: |");
        foreach (Pair pair in pairs)
        {
            (Tally ours, Tally peer, Function function) = (pair.Ours, pair.Peer, pair.Function);
            double target = Target<T>(function);
            string met = ours.Largest <= target ? "yes" : "NO";
            string own = Cells<T>(ours.Largest.ToString("F4", CultureInfo.InvariantCulture), ours);
            string theirs = Cells<T>(Rounded(peer.Largest), peer);
            double documented = Functions.Bound(function);
            line($"| {function} | {ours.Count:N0} | {own} | {documented} | {target} | {met} | {Functions.Peer(function)} | {theirs} |");
        }
    }

    private static string Cells<T>(string largest, Tally tally) => string.Create(
        CultureInfo.InvariantCulture, $"{largest} | {Number<T>(tally.At)} | {tally.WrongCount:N0} | {tally.FallCount:N0}");

    private static IEnumerable<string> Exceeded<T>(Pair[] pairs) => pairs
        .Where(pair => !(pair.Ours.Largest <= Functions.Bound(pair.Function)))
        .Select(pair => string.Create(
            CultureInfo.InvariantCulture,
            $"{pair.Function} {typeof(T).Name}: error {pair.Ours.Largest} ULP at {Number<T>(pair.Ours.At)}, "
            + $"documented {Functions.Bound(pair.Function)}"));

    private static IEnumerable<string> Falling<T>(Pair[] pairs) => pairs
        .Where(pair => pair.Ours.FallCount != 0)
        .Select(pair => string.Create(
            CultureInfo.InvariantCulture,
            $"{pair.Function} {typeof(T).Name}: falls {pair.Ours.FallCount} times, first at {Number<T>(pair.Ours.FallAt)}"));

    private static string Number<T>(double value) => typeof(T) == typeof(float)
        ? ((float)value).ToString("R", CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Rounded(double ulps) =>
        double.IsInfinity(ulps) ? "infinite" : ulps.ToString(ulps < 1000 ? "F2" : "E2", CultureInfo.InvariantCulture);

    private static string TensorsVersion() =>
        typeof(TensorPrimitives).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}

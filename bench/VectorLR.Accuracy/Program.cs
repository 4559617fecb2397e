using System.Diagnostics;
using System.Globalization;
using VectorLR.Accuracy;

const string Usage = "usage: VectorLR.Accuracy [--every N [--seed WHICH]] [--write FILE.md]";
uint every = 1;
string? file = null;
for (int i = 0; i < args.Length; i += 2)
{
    switch (args[i..])
    {
        case ["--every", string text, ..] when uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out every)
            && every is > 0 and <= 1 << 16:
            break;
        case ["--seed", string text, ..] when uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint seed):
            Randoms.Seed = seed;
            break;
        case ["--write", string path, ..]:
            file = path;
            break;
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}

Stopwatch clock = Stopwatch.StartNew();
double sieve = SingleOracle.Verify();
int lossTerms = LossTerms.CountEqual();
Report report = new(every, sieve, lossTerms, SingleSweep.Run(every), DoubleSweep.Run(every), FastSweep.Run(every));
string page = report.ToMarkdown();
Console.Write(page);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:F0} s"));
if (file is not null)
{
    File.WriteAllText(file, page);
}

foreach (string failure in report.Failures)
{
    Console.Error.WriteLine(failure);
}

return report.Failures.Count == 0 ? 0 : 1;

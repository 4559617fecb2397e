using System.CommandLine;
using VectorLR.Data;

namespace VectorLR.Cli.Commands;

/// <summary>Loads examples and their sample weights.</summary>
internal static class SampleWeightSource
{
    public static Option<string?> Option() => new("--sample-weights")
    {
        Description = "The weights of the examples: a column of a .csv file, which is then not a feature, or a .npy file.",
        HelpName = "COLUMN",
    };

    /// <summary>Returns the file of the weights, or null when they are a column.</summary>
    public static string? File(string? from) => IsFile(from) ? from : null;

    /// <summary>Reads DATA and --sample-weights. Without that option the weights are empty.</summary>
    /// <param name="source">DATA.</param>
    /// <param name="from">--sample-weights, or null.</param>
    /// <param name="load">Reads DATA, with a column of sample weights or null.</param>
    public static (DataSet Data, double[] SampleWeights) Load(DataSource source, string? from, Func<string?, DataSet> load)
    {
        bool isTable = Path.GetExtension(source.Path).Equals(".csv", StringComparison.OrdinalIgnoreCase) && !Directory.Exists(source.Path);
        if (from is not null && isTable)
        {
            DataSet table = load(from);
            return (table, table.SampleWeights.ToArray());
        }

        if (from is not null && !IsFile(from))
        {
            throw new UsageException(
                $"--sample-weights {from}: {source.Path} has no named columns, expected a .npy file with one value per example");
        }

        DataSet data = load(null);
        return (data, from is null ? [] : Weights(from, data.Features.Count));
    }

    private static bool IsFile(string? from) => Path.GetExtension(from)?.Equals(".npy", StringComparison.OrdinalIgnoreCase) ?? false;

    private static double[] Weights(string path, int count)
    {
        double[] weights = NpyFile.LoadLabels(path);
        if (weights.Length != count)
        {
            throw new DataException($"{path}: found {weights.Length} sample weights, expected {count}, one for each example");
        }

        int bad = Array.FindIndex(weights, weight => !(weight >= 0));
        return bad < 0 ? weights : throw new DataException(
            FormattableString.Invariant($"{path}: [{bad}]: found {weights[bad]:R}, expected a sample weight that is not negative"));
    }
}

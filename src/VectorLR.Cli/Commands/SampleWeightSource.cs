using VectorLR.Data;

namespace VectorLR.Cli.Commands;

/// <summary>Examples, and what each of them counts.</summary>
internal static class SampleWeightSource
{
    /// <summary>The file that the weights come from, or null where they are a column.</summary>
    public static string? File(string? from) => IsFile(from) ? from : null;

    /// <summary>Reads DATA and --sample-weights; no weights where there is no such option.</summary>
    public static (DataSet Data, double[] SampleWeights) Load(DataSource source, string? from, CancellationToken cancellation)
    {
        if (from is not null && Path.GetExtension(source.Path).Equals(".csv", StringComparison.OrdinalIgnoreCase) && !Directory.Exists(source.Path))
        {
            DataSet table = source.Load(cancellation, weightColumn: from);
            return (table, table.SampleWeights.ToArray());
        }

        if (from is not null && !IsFile(from))
        {
            throw new UsageException($"--sample-weights {from}: {source.Path} has no columns with names, expected a .npy of as many values");
        }

        DataSet data = source.Load(cancellation);
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

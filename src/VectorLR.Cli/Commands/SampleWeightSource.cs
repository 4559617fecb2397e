using VectorLR.Data;

namespace VectorLR.Cli.Commands;

/// <summary>Examples, and what each of them counts.</summary>
internal static class SampleWeightSource
{
    /// <summary>Reads DATA and --sample-weights; no weights where there is no such option.</summary>
    public static (DataSet Data, double[] SampleWeights) Load(DataSource source, string? from, CancellationToken cancellation)
    {
        DataSet data = source.Load(cancellation);
        if (from is null)
        {
            return (data, []);
        }

        if (data.FeatureNames is null)
        {
            return Path.GetExtension(from).Equals(".npy", StringComparison.OrdinalIgnoreCase)
                ? (data, NpyFile.LoadLabels(from))
                : throw new UsageException($"--sample-weights {from}: {source.Path} has no columns with names, expected a .npy of as many values");
        }

        int column = data.FeatureNames.ToList().IndexOf(from);
        if (column < 0)
        {
            throw new UsageException($"--sample-weights {from}: {source.Path} has no such column beside the label");
        }

        if (data.FeatureNames.Count == 1)
        {
            throw new UsageException($"--sample-weights {from}: is the only column beside the label, expected a feature as well");
        }

        return (Without(data, column), Column(data.Features, column));
    }

    private static double[] Column(FeatureMatrix x, int column)
    {
        double[] values = new double[x.Count];
        x.ToDouble().Span.GetColumn(column).CopyTo(values);
        return values;
    }

    private static DataSet Without(DataSet data, int column)
    {
        FeatureMatrix x = data.Features;
        double[] rest = new double[x.Count * (x.Features - 1)];
        for (int i = 0; i < x.Count; i++)
        {
            ReadOnlySpan<double> row = x.ToDouble().Span.GetRowSpan(i);
            Span<double> kept = rest.AsSpan(i * (x.Features - 1), x.Features - 1);
            row[..column].CopyTo(kept);
            row[(column + 1)..].CopyTo(kept[column..]);
        }

        return new(
            new FeatureMatrix(rest, x.Count, x.Features - 1, Layout.ExampleRows),
            new EncodedLabels(data.Labels, data.LabelNames, data.LabelNamesInferred),
            [.. data.FeatureNames!.Where((_, index) => index != column)]);
    }
}

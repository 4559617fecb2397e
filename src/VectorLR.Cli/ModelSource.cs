using VectorLR.Data;
using VectorLR.Training;

namespace VectorLR.Cli;

/// <summary>A model file, and data in the form that the model needs.</summary>
internal sealed class ModelSource
{
    private readonly string _path;

    public ModelSource(string path)
    {
        _path = path;
        try
        {
            Model = LogisticRegression.Load(path);
        }
        catch (InvalidDataException exception)
        {
            throw new UsageException(exception.Message);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"{path}: found no such file, expected a model that train --model wrote");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            string found = Directory.Exists(path) ? "is a folder"
                : path.Length == 0 ? "found an empty file name"
                : $"cannot be read ({exception.Message})";
            throw new UsageException($"{path}: {found}, expected a model that train --model wrote");
        }
    }

    public LogisticRegression Model { get; }

    /// <summary>Loads examples with labels. They are of the model's classes, unless the user names another class 1.</summary>
    public DataSet LoadLabelled(DataSource source, string? weightColumn, CancellationToken cancellation)
    {
        if (source.Positive is not null && source.Positive == Model.NegativeLabel)
        {
            throw new UsageException(
                $"--positive {source.Positive}: found class 0 of {_path}, expected its class 1, '{Model.PositiveLabel}'");
        }

        string positive = source.Positive ?? Model.PositiveLabel;
        bool isOther = positive != Model.PositiveLabel;
        LabelNames classes = new(isOther ? $"not {positive}" : Model.NegativeLabel, positive);
        DataSet data = WithSize(source with { Positive = null, Classes = classes, HasModel = true }).Load(
            cancellation, Model.FeatureNames, weightColumn);
        if (classes.Negative == $"not {positive}" && !data.Labels.Span.Contains(1.0))
        {
            string found = $"found no label equal to '{positive}'";
            Console.Error.WriteLine(isOther
                ? throw new UsageException($"{source.Path}: {found}, expected one, or another --positive")
                : $"vectorlr: warning: {source.Path}: {found}; all {data.Labels.Length} labels count as '{classes.Negative}'");
        }

        RequireFeatures(source, data.Features);
        return data;
    }

    /// <summary>Returns the logit of every example.</summary>
    /// <param name="source">Where the examples are from, for messages.</param>
    /// <param name="features">The examples.</param>
    /// <param name="files">The files of the examples, or null.</param>
    /// <param name="skipped">What --skip-bad does with an example without a finite logit.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <exception cref="DataException">A logit is not finite, and --skip-bad is not given.</exception>
    public double[] Logits(
        DataSource source, FeatureMatrix features, IReadOnlyList<string>? files, string skipped, CancellationToken cancellation)
    {
        double[] logits = features.PredictLogit(Model, cancellation);
        List<DataException> bad = [];
        for (int i = 0; i < logits.Length; i++)
        {
            if (double.IsFinite(logits[i]) || IsUnread(source, features, i))
            {
                continue;
            }

            // An array whose features are not finite comes this far only with --skip-bad.
            string reason = source.SkipBad
                ? $" (a feature is not finite, or is too large for its weight in {_path})"
                : $" (a feature times its weight in {_path} is too large for a double); --skip-bad {skipped}";
            DataException error = new(FormattableString.Invariant(
                $"{files?[i] ?? $"{source.Path}: {features.Place(i)}"}: found a logit of {logits[i]}, expected a finite one") + reason);
            bad.Add(source.SkipBad ? error : throw error);
        }

        DataSource.ReportRows(bad);
        return logits;
    }

    /// <summary>Whether a record of a table could not be read, which was reported then.</summary>
    private static bool IsUnread(DataSource source, FeatureMatrix features, int example) =>
        source.SkipBad && Path.GetExtension(source.Path).Equals(".csv", StringComparison.OrdinalIgnoreCase)
        && features.Features > 0 && double.IsNaN(features.AsDoubles().Slice(example, 1).Values[0]);

    /// <summary>Loads examples without labels. For images, also returns their files.</summary>
    public (FeatureMatrix Features, IReadOnlyList<string>? Files) LoadFeatures(DataSource source, CancellationToken cancellation)
    {
        (FeatureMatrix features, IReadOnlyList<string>? files) = WithSize(source with { HasModel = true })
            .LoadFeatures(Model.FeatureNames, cancellation);
        RequireFeatures(source, features);
        return (features, files);
    }

    /// <summary>Resizes images to the size that the model was fitted to, with three bytes per pixel.</summary>
    private DataSource WithSize(DataSource source)
    {
        int size = (int)Math.Sqrt(Model.Parameters.Weights.Length / 3);
        return source.IsImages && source.Size is null && 3 * size * size == Model.Parameters.Weights.Length
            ? source with { Size = size }
            : source;
    }

    private void RequireFeatures(DataSource source, FeatureMatrix features)
    {
        if (features.Features != Model.Parameters.Weights.Length)
        {
            throw new UsageException(
                $"{source.Path}: found {features.Features} features, expected {Model.Parameters.Weights.Length} as in {_path}");
        }
    }
}

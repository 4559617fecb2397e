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

    /// <summary>Loads examples with labels. Class 1 is the model's class 1 unless the user names another.</summary>
    public DataSet LoadLabelled(DataSource source, CancellationToken cancellation)
    {
        DataSet data = WithSize(source with { Positive = source.Positive ?? Model.PositiveLabel }).Load(cancellation, Model.FeatureNames);
        if (source.Positive == Model.NegativeLabel && data.LabelNames.Negative == Model.PositiveLabel)
        {
            throw new UsageException(
                $"--positive {source.Positive}: found class 0 of {_path}, expected its class 1, '{Model.PositiveLabel}'");
        }

        RequireFeatures(source, data.Features);
        return data;
    }

    /// <summary>Loads examples without labels. For images, also returns their files.</summary>
    public (FeatureMatrix Features, IReadOnlyList<string>? Files) LoadFeatures(DataSource source, CancellationToken cancellation)
    {
        (FeatureMatrix features, IReadOnlyList<string>? files) = WithSize(source).LoadFeatures(Model.FeatureNames, cancellation);
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

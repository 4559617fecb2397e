using VectorLR.Data;
using VectorLR.Training;

namespace VectorLR.Cli;

/// <summary>A model file, and data as it wants them.</summary>
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
            string found = Directory.Exists(path) ? "is a folder" : path.Length == 0 ? "'' is no file's name" : $"cannot be read ({exception.Message})";
            throw new UsageException($"{path}: {found}, expected a model that train --model wrote");
        }
    }

    public LogisticRegression Model { get; }

    /// <summary>Examples with labels: the class that the model calls 1 is 1, unless the user says otherwise.</summary>
    public DataSet LoadLabelled(DataSource source, CancellationToken cancellation)
    {
        DataSet data = WithSize(source with { Positive = source.Positive ?? Model.PositiveLabel }).Load(cancellation, Model.FeatureNames);
        if (source.Positive == Model.NegativeLabel && data.LabelNames.Negative == Model.PositiveLabel)
        {
            throw new UsageException($"--positive {source.Positive}: for {_path} that is the class that is 0, and {Model.PositiveLabel} the one that is 1");
        }

        RequireFeatures(source, data.Features);
        return data;
    }

    /// <summary>Examples, whether they have labels or not; and their files, if each has one.</summary>
    public (FeatureMatrix Features, IReadOnlyList<string>? Files) LoadFeatures(DataSource source, CancellationToken cancellation)
    {
        (FeatureMatrix features, IReadOnlyList<string>? files) = WithSize(source).LoadFeatures(Model.FeatureNames, cancellation);
        RequireFeatures(source, features);
        return (features, files);
    }

    /// <summary>Images become as large as those that the model was fitted to, three bytes a pixel.</summary>
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
                $"{source.Path}: found {features.Features} features, expected the {Model.Parameters.Weights.Length} of {_path}");
        }
    }
}

using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using VectorLR.Training;

namespace VectorLR.ML;

/// <summary>Trains a <see cref="LogisticRegression"/> on two columns of an <see cref="IDataView"/>, in an ML.NET pipeline.</summary>
/// <remarks>
/// The transformer adds three columns under ML.NET's names: Score (the logit), Probability (of class 1) and PredictedLabel (true from a
/// probability of 1/2 on), all in float. ML.NET's own <c>Evaluate</c> reads them. An estimator may be used by several threads at once.
/// </remarks>
/// <example>
/// <code>
/// MLContext ml = new();
/// var pipeline = ml.Transforms.Concatenate("Features", "Age", "Dose")
///     .Append(new LogisticRegressionEstimator(ml, options: new() { L2 = 1e-3 }));
/// ITransformer model = pipeline.Fit(data);
/// var metrics = ml.BinaryClassification.Evaluate(model.Transform(data));
/// </code>
/// </example>
public sealed class LogisticRegressionEstimator : IEstimator<LogisticRegressionTransformer>
{
    private readonly MLContext _context;
    private readonly string _labelColumn;
    private readonly string _featureColumn;
    private readonly string? _weightColumn;
    private readonly FitOptions _options;

    /// <summary>Creates an estimator.</summary>
    /// <param name="context">The context of the pipeline.</param>
    /// <param name="labelColumn">y: a column of bool, or of float with values in [0, 1].</param>
    /// <param name="featureColumn">X: a column of float vectors of a known size, n_x. Its slot names become the feature names.</param>
    /// <param name="weightColumn">s, the weight of each example: a column of float; null for equal weights.</param>
    /// <param name="options">The options; null for L-BFGS without a penalty.</param>
    public LogisticRegressionEstimator(
        MLContext context,
        string labelColumn = "Label",
        string featureColumn = "Features",
        string? weightColumn = null,
        FitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(labelColumn);
        ArgumentNullException.ThrowIfNull(featureColumn);
        (_context, _labelColumn, _featureColumn, _weightColumn) = (context, labelColumn, featureColumn, weightColumn);
        _options = options ?? new();
    }

    /// <summary>Reads the data once into memory, as floats, and fits a model to them.</summary>
    /// <param name="input">Data with the columns of the constructor.</param>
    /// <returns>The transformer, with the fit.</returns>
    /// <exception cref="ArgumentException">A column is missing or of another type, or the fit's arguments are not valid.</exception>
    /// <exception cref="InvalidDataException">A feature is NaN or infinite; the message names its [example, feature].</exception>
    public LogisticRegressionTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column features = Column(input.Schema, _featureColumn);
        if (features.Type is not VectorDataViewType { ItemType: NumberDataViewType item, Size: int size and > 0 }
            || item.RawType != typeof(float))
        {
            throw new ArgumentException(
                $"the column '{_featureColumn}' is {features.Type}; expected a vector of Single of a known size", nameof(input));
        }

        DataViewSchema.Column label = Column(input.Schema, _labelColumn);
        DataViewSchema.Column? weight = _weightColumn is null ? null : Column(input.Schema, _weightColumn);
        List<float> values = [];
        List<double> labels = [];
        List<double> weights = [];
        using (DataViewRowCursor cursor = input.GetRowCursor(weight is null ? [features, label] : [features, label, weight.Value]))
        {
            ValueGetter<VBuffer<float>> getFeatures = cursor.GetGetter<VBuffer<float>>(features);
            Func<double> getLabel = Number(cursor, label);
            Func<double>? getWeight = weight is null ? null : Number(cursor, weight.Value);
            VBuffer<float> row = default;
            while (cursor.MoveNext())
            {
                getFeatures(ref row);
                int start = values.Count;
                CollectionsMarshal.SetCount(values, start + size);
                row.CopyTo(CollectionsMarshal.AsSpan(values)[start..]);
                labels.Add(getLabel());
                if (getWeight is not null)
                {
                    weights.Add(getWeight());
                }
            }
        }

        FitOptions options = _options with
        {
            FeatureNames = _options.FeatureNames ?? SlotNames(features),
            NegativeLabel = _options.NegativeLabel ?? "False",
            PositiveLabel = _options.PositiveLabel ?? "True",
            SampleWeights = weights.Count > 0 ? weights.ToArray() : _options.SampleWeights,
        };
        FitResult fit = LogisticRegression.Fit(
            new Examples<float>(CollectionsMarshal.AsSpan(values), labels.Count, size), CollectionsMarshal.AsSpan(labels), options);
        return new(_context, fit, _featureColumn);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        LogisticRegressionTransformer.Mapping(_context, null, _featureColumn, size: 0).GetOutputSchema(inputSchema);

    private static DataViewSchema.Column Column(DataViewSchema schema, string name)
    {
        string names = string.Join(", ", schema.Select(column => $"'{column.Name}'"));
        return schema.GetColumnOrNull(name) ?? throw new ArgumentException($"there is no column '{name}' among {names}");
    }

    private static Func<double> Number(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        if (column.Type.RawType == typeof(bool))
        {
            ValueGetter<bool> getter = cursor.GetGetter<bool>(column);
            bool value = false;
            return () =>
            {
                getter(ref value);
                return value ? 1 : 0;
            };
        }

        if (column.Type.RawType == typeof(float))
        {
            ValueGetter<float> getter = cursor.GetGetter<float>(column);
            float value = 0;
            return () =>
            {
                getter(ref value);
                return value;
            };
        }

        throw new ArgumentException($"the column '{column.Name}' is {column.Type}; expected Boolean or Single");
    }

    private static string[]? SlotNames(DataViewSchema.Column features)
    {
        if (!features.HasSlotNames())
        {
            return null;
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        features.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}

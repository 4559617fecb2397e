using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using VectorLR.Training;

namespace VectorLR.ML;

/// <summary>Adds the columns Score, Probability and PredictedLabel of a fitted model.</summary>
/// <remarks>Immutable: any number of threads may use it at once.</remarks>
public sealed class LogisticRegressionTransformer : ITransformer
{
    private readonly CustomMappingTransformer<Input, Output> _mapping;

    internal LogisticRegressionTransformer(MLContext context, FitResult fit, string featureColumn)
    {
        FitResult = fit;
        int size = fit.Model.Parameters.Weights.Length;
        IDataView noRows = context.Data.LoadFromEnumerable<Input>([], Columns(featureColumn, size));
        _mapping = Mapping(context, fit.Model, featureColumn, size).Fit(noRows);
    }

    /// <summary>The model and why the optimizer stopped.</summary>
    public FitResult FitResult { get; }

    /// <summary>The model, which is saved by <see cref="LogisticRegression.Save(string)"/>.</summary>
    public LogisticRegression Model => FitResult.Model;

    /// <inheritdoc/>
    public bool IsRowToRowMapper => ((ITransformer)_mapping).IsRowToRowMapper;

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _mapping.GetOutputSchema(inputSchema);

    /// <inheritdoc/>
    public IDataView Transform(IDataView input) => _mapping.Transform(input);

    /// <inheritdoc/>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => ((ITransformer)_mapping).GetRowToRowMapper(inputSchema);

    /// <summary>Is not supported: ML.NET's archives cannot hold the model. Save <see cref="Model"/> instead.</summary>
    void ICanSaveModel.Save(ModelSaveContext ctx) =>
        throw new NotSupportedException("ML.NET cannot save this transformer; save its Model, a JSON file, instead");

    /// <summary>The mapping of a row. Its shape alone is used if the model is null.</summary>
    internal static CustomMappingEstimator<Input, Output> Mapping(
        MLContext context, LogisticRegression? model, string featureColumn, int size)
    {
        void Map(Input input, Output output)
        {
            Span<float> example = size <= 256 ? stackalloc float[size] : new float[size];
            input.Features.CopyTo(example);
            output.Score = model!.PredictLogit(example);
            output.Probability = Kernels.Sigmoid(output.Score);
            output.PredictedLabel = output.Probability >= 0.5f;
        }

        return context.Transforms.CustomMapping<Input, Output>(Map, contractName: null, Columns(featureColumn, size));
    }

    private static SchemaDefinition Columns(string featureColumn, int size)
    {
        SchemaDefinition columns = SchemaDefinition.Create(typeof(Input));
        columns[0].ColumnName = featureColumn;
        columns[0].ColumnType = size == 0
            ? new VectorDataViewType(NumberDataViewType.Single)
            : new VectorDataViewType(NumberDataViewType.Single, size);
        return columns;
    }

    /// <summary>What is read of a row.</summary>
    internal sealed class Input
    {
        public VBuffer<float> Features { get; set; }
    }

    /// <summary>What is added to a row.</summary>
    internal sealed class Output
    {
        public float Score { get; set; }

        public float Probability { get; set; }

        public bool PredictedLabel { get; set; }
    }
}

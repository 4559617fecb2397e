using System.Text.Json;
using System.Text.Json.Serialization;

namespace VectorLR.Training;

/// <summary>The JSON form of a model.</summary>
internal sealed record ModelFile(
    string Format,
    int Version,
    string Precision,
    IReadOnlyList<string>? Features,
    double[] Weights,
    double Bias,
    ModelPreprocessing Preprocessing,
    ModelLabels Labels)
{
    private const string FormatName = "vectorlr.logistic-regression";
    private const int CurrentVersion = 1;

    public static ModelFile From(LogisticRegression model) => new(
        FormatName,
        CurrentVersion,
        model.Precision == Training.Precision.Single ? "f32" : "f64",
        model.FeatureNames,
        model.Parameters.Weights.ToArray(),
        model.Parameters.Bias,
        new(model.Scale, model.Standardization?.Means.ToArray(), model.Standardization?.Deviations.ToArray()),
        new(model.NegativeLabel, model.PositiveLabel));

    public LogisticRegression ToModel()
    {
        JsonFile.RequireVersion(Format, FormatName, Version, CurrentVersion);
        Precision precision = Precision switch
        {
            "f32" => Training.Precision.Single,
            "f64" => Training.Precision.Double,
            _ => throw new InvalidDataException($"its precision is '{Precision}', not 'f32' or 'f64'"),
        };
        return new(
            new(Weights, Bias),
            Preprocessing.Scale,
            precision,
            Features,
            Labels.Negative,
            Labels.Positive,
            Preprocessing.Standardization());
    }
}

/// <summary>The preprocessing of the features.</summary>
internal sealed record ModelPreprocessing(
    double Scale,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double[]? Means = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double[]? Deviations = null)
{
    public Standardization? Standardization() => (Means is null) != (Deviations is null)
        ? throw new InvalidDataException(
            $"its preprocessing has {(Means is null ? "deviations without means" : "means without deviations")}")
        : Means is null ? null : new(Means, Deviations);
}

/// <summary>The names of the two classes.</summary>
internal sealed record ModelLabels(string Negative, string Positive);

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ModelFile))]
internal sealed partial class ModelFileContext : JsonSerializerContext;

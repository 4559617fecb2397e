using System.Text.Json;
using CommunityToolkit.HighPerformance;
using VectorLR.Data;
using VectorLR.Training;

namespace VectorLR.Fit;

/// <summary>Answers requests for fits and predictions, one JSON object a line: many fits in one process.</summary>
internal static class FitServer
{
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Reads requests until there are no more. What the product refuses is answered with its message.</summary>
    public static void Run(TextReader requests, TextWriter answers)
    {
        while (requests.ReadLine() is string line)
        {
            object answer;
            try
            {
                answer = Respond(JsonSerializer.Deserialize<Request>(line, s_json)!);
            }
            catch (Exception exception) when (exception is ArgumentException or InvalidDataException or DataException)
            {
                answer = new { Refused = exception.Message };
            }

            answers.WriteLine(JsonSerializer.Serialize(answer, s_json));
            answers.Flush();
        }
    }

    private static Answer Respond(Request request)
    {
        // NaN passes here, so that it is training that refuses it.
        using FeatureMatrix x = NpyFile.MapMatrixWithNaN(request.X);
        if (request.Model is Point known)
        {
            return Predictions(new(known.ToParameters()), x, new());
        }

        EncodedLabels? encoded = request.Names is string[] names ? LabelEncoding.Encode(names, null, "labels") : null;
        ReadOnlySpan<double> y = encoded is null ? NpyFile.LoadLabels(request.Y!) : encoded.Labels.Span;
        FitOptions options = new()
        {
            Optimizer = request.Optimizer == "newton" ? new Newton() : new Lbfgs(),
            Precision = request.Precision == "f32" ? Precision.Single : Precision.Double,
            L2 = request.L2,
            Standardize = request.Standardize,
            Intercept = request.Intercept,
            Start = request.Start is Point start ? new(start.ToParameters()) : null,
            NegativeLabel = encoded?.Names.Negative,
            PositiveLabel = encoded?.Names.Positive,
            Stopping = new() { Iterations = request.Iterations, Tolerance = request.Tolerance },
            Scale = request.Scale,
            SampleWeights = request.SampleWeights is string weights ? NpyFile.LoadLabels(weights) : default,
            BalancedClasses = request.Balanced,
            Threads = request.Threads,
        };
        FitResult fit = x.ElementType switch
        {
            ElementType.Byte => LogisticRegression.Fit(x.AsBytes(), y, options),
            ElementType.Single => LogisticRegression.Fit(x.AsSingles(), y, options),
            _ => LogisticRegression.Fit(x.AsDoubles(), y, options),
        };
        OptimizationResult result = fit.Optimization;
        return Predictions(fit.Model, x, new()
        {
            Cost = result.Cost,
            Gap = result.DualityGap,
            Stopped = result.Stopped.ToString(),
            Iterations = result.Iterations,
        });
    }

    /// <summary>Predicts for all examples together, for each alone, and by the model that was saved and read again.</summary>
    private static Answer Predictions(LogisticRegression model, FeatureMatrix x, Answer answer)
    {
        string[] labels = new string[x.Count];
        double[] alone = new double[x.Count];
        double[] example = new double[x.Features];
        ReadOnlySpan2D<double> values = x.ToDouble().Span;
        for (int i = 0; i < alone.Length; i++)
        {
            for (int j = 0; j < example.Length; j++)
            {
                example[j] = x.Layout == Layout.ExampleRows ? values[i, j] : values[j, i];
            }

            alone[i] = model.PredictProbability(example);
            labels[i] = model.PredictLabel(example);
        }

        string path = Path.GetTempFileName();
        try
        {
            model.Save(path);
            return answer with
            {
                Weights = model.Parameters.Weights.ToArray(),
                Bias = model.Parameters.Bias,
                Labels = labels,
                Alone = alone,
                Logits = x.PredictLogit(model),
                Probabilities = x.PredictProbability(model),
                Reloaded = x.PredictProbability(LogisticRegression.Load(path)),
            };
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Paths of .npy files for X, y and the sample weights; <c>Names</c> in place of y; a <c>Model</c> to predict only.</summary>
    private sealed record Request(string X)
    {
        public string? Y { get; init; }

        public string[]? Names { get; init; }

        public string? SampleWeights { get; init; }

        public Point? Model { get; init; }

        public Point? Start { get; init; }

        public string Optimizer { get; init; } = "newton";

        public string Precision { get; init; } = "f64";

        public double L2 { get; init; }

        public double Scale { get; init; } = 1;

        public bool Standardize { get; init; }

        public bool Intercept { get; init; } = true;

        public bool Balanced { get; init; }

        public int Threads { get; init; }

        public int Iterations { get; init; } = 1000;

        public double Tolerance { get; init; } = 1e-6;
    }

    private sealed record Point(double[] Weights, double Bias)
    {
        public Parameters ToParameters() => new(Weights, Bias);
    }

    private sealed record Answer
    {
        public double[] Weights { get; init; } = [];

        public double Bias { get; init; }

        public double Cost { get; init; }

        public double? Gap { get; init; }

        public string? Stopped { get; init; }

        public int Iterations { get; init; }

        public string[] Labels { get; init; } = [];

        public double[] Alone { get; init; } = [];

        public double[] Logits { get; init; } = [];

        public double[] Probabilities { get; init; } = [];

        public double[] Reloaded { get; init; } = [];
    }
}

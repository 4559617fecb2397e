using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using VectorLR.Data;
using VectorLR.Tests.Textbook;
using Xunit;

namespace VectorLR.Training.Tests;

/// <summary>The exported model in ONNX Runtime.</summary>
public sealed class OnnxTests
{
    public static TheoryData<string> Sets => ["breast cancer, standardised", "digits, scaled", "one feature"];

    [Theory]
    [MemberData(nameof(Sets))]
    public void Onnx_runtime_gives_the_same_labels_and_probabilities(string name)
    {
        (DataSet data, LogisticRegression model) = Fit(name);
        int count = data.Features.Count;
        double[] x = [.. data.Features.ToDouble().ToArray().Cast<double>()];
        double[] expected = new double[count];
        string[] labels = new string[count];
        model.PredictProbability(new Examples<double>(x, count, data.Features.Features), expected);
        model.PredictLabel(new Examples<double>(x, count, data.Features.Features), labels);

        using TemporaryFolder folder = new();
        string path = folder.File("model.onnx");
        model.SaveOnnx(path);
        using InferenceSession session = new(path);
        Assert.Equal(["features"], session.InputNames);
        Assert.Equal(["label", "probabilities"], session.OutputNames);
        NamedOnnxValue input = NamedOnnxValue.CreateFromTensor("features", new DenseTensor<double>(x, [count, data.Features.Features]));
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = session.Run([input]);
        string[] gotLabels = [.. outputs[0].AsTensor<string>()];
        Tensor<double> probabilities = outputs[1].AsTensor<double>();
        Assert.Equal(labels, gotLabels);
        for (int i = 0; i < count; i++)
        {
            Agreement.Within($"probability {i}", expected[i], probabilities[i, 1], 1e-6);
            Agreement.Within($"probability of the other {i}", 1 - expected[i], probabilities[i, 0], 1e-6);
        }
    }

    private static (DataSet Data, LogisticRegression Model) Fit(string name)
    {
        FitOptions options = new() { L2 = 0.01, NegativeLabel = "no", PositiveLabel = "yes, \u00e9" };
        if (name.StartsWith("digits", StringComparison.Ordinal))
        {
            DataSet digits = Samples.Digits(8);
            return (digits, LogisticRegression.Fit(
                new Examples<byte>(digits.Features.Bytes.Span),
                digits.Labels.Span,
                options with { Scale = 16 },
                cancellation: TestContext.Current.CancellationToken).Model);
        }

        DataSet data = Samples.BreastCancer();
        if (name == "one feature")
        {
            double[] first = [.. data.Features.ToDouble().ToArray().Cast<double>().Where((_, index) => index % 30 == 0)];
            data = new(new FeatureMatrix(first, 569, 1, Layout.ExampleRows), new EncodedLabels(data.Labels, data.LabelNames, false));
        }

        return (data, LogisticRegression.Fit(
            new Examples<double>(data.Features.ToDouble().Span),
            data.Labels.Span,
            options with { Standardize = true },
            cancellation: TestContext.Current.CancellationToken).Model);
    }
}

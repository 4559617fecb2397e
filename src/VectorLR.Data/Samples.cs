using System.Globalization;

namespace VectorLR.Data;

/// <summary>Two small data sets embedded in the assembly, for demonstrations and tests.</summary>
public static class Samples
{
    /// <summary>Authors, source and licence of the digits. One line.</summary>
    public const string DigitsAttribution =
        "Optical Recognition of Handwritten Digits (test set), E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, CC BY 4.0";

    /// <summary>Authors, source and licence of the breast cancer data. One line.</summary>
    public const string BreastCancerAttribution =
        "Breast Cancer Wisconsin (Diagnostic), W. Wolberg, O. Mangasarian and W. N. Street, UCI Machine Learning Repository, CC BY 4.0";

    /// <summary>Returns handwritten digits, labelled by whether each is a given digit.</summary>
    /// <param name="positiveDigit">The digit, 0 to 9, whose label is 1.</param>
    /// <returns>
    /// m = 1797 images of n_x = 64 pixels (8 x 8, row by row), bytes from 0 (paper) to 16 (ink), <see cref="Layout.ExampleRows"/>.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="positiveDigit"/> is not a digit.</exception>
    public static DataSet Digits(int positiveDigit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(positiveDigit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(positiveDigit, 9);
        FeatureMatrix images = Read("digits_images.npy", NpyReader.Matrix);
        double[] digits = Read("digits_labels.npy", NpyReader.Labels);
        string positive = positiveDigit.ToString(CultureInfo.InvariantCulture);
        return new DataSet(images, LabelEncoding.Encode(digits, positive, "digits_labels.npy"));
    }

    /// <summary>Returns measurements of cell nuclei, labelled by whether the tumour is malignant.</summary>
    /// <returns>
    /// m = 569 tumours of n_x = 30 named features, doubles, <see cref="Layout.ExampleRows"/>; malignant is 1, benign 0.
    /// </returns>
    public static DataSet BreastCancer() => Read(
        "breast_cancer.csv", (stream, name) => CsvTable.Read(stream, name, labelColumn: "diagnosis", positive: "malignant"));

    private static T Read<T>(string name, Func<Stream, string, T> read)
    {
        using Stream stream = typeof(Samples).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly was built without its resource {name}.");
        return read(stream, name);
    }
}

using System.Globalization;

namespace VectorLR.Data;

/// <summary>The one rule that turns two classes into 0 and 1, whatever file they came from.</summary>
/// <remarks>
/// With a positive value: that class is 1 and every other is 0. Without one there must be two classes: 0 and 1 stand for
/// themselves, and of any other two the later is 1, numbers by value and names by ordinal (UTF-16) order.
/// </remarks>
public static class LabelEncoding
{
    private const int MaxNamed = 10;

    // From 2^53 on neighbouring integers share a double, so two classes could become one.
    private const double LargestExact = 9007199254740992;

    /// <summary>Encodes labels that are names. When every one is a number they are compared as numbers: '1' and '1.0' agree.</summary>
    /// <param name="labels">The class of each example, length m.</param>
    /// <param name="positive">The class that is 1, or null to choose as the remarks say.</param>
    /// <param name="place">The file, and the column if there is one: it begins every message.</param>
    /// <returns>y, length m, with the names of 0 and 1.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="labels"/> or <paramref name="place"/> is null.</exception>
    /// <exception cref="DataException">
    /// There is only one class, or none; more than two without a positive value; or no label is the positive value.
    /// </exception>
    public static EncodedLabels Encode(IReadOnlyList<string> labels, string? positive, string place)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(place);
        string[] classes = [.. labels.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (classes.Length > 0 && classes.All(name => TryNumber(name, out _)))
        {
            double[] numbers = new double[labels.Count];
            for (int i = 0; i < numbers.Length; i++)
            {
                _ = TryNumber(labels[i], out numbers[i]);
            }

            return Encode(numbers, positive, place);
        }

        int one = PositiveClass(classes, positive, positive is null ? -1 : Array.IndexOf(classes, positive), labels.Count, place);
        double[] encoded = new double[labels.Count];
        for (int i = 0; i < encoded.Length; i++)
        {
            encoded[i] = string.Equals(labels[i], classes[one], StringComparison.Ordinal) ? 1 : 0;
        }

        return Named(encoded, classes, one, positive);
    }

    /// <summary>Encodes labels that are numbers.</summary>
    /// <param name="labels">The class of each example, length m.</param>
    /// <param name="positive">The class that is 1, read as a number in the invariant culture, or null to choose as the remarks say.</param>
    /// <param name="place">The file: it begins every message.</param>
    /// <returns>y, length m, with the names of 0 and 1.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="place"/> is null.</exception>
    /// <exception cref="DataException">
    /// There is only one class, or none; more than two without a positive value; no label is the positive value; or a label
    /// is NaN or infinite (the message names its index).
    /// </exception>
    public static EncodedLabels Encode(ReadOnlySpan<double> labels, string? positive, string place)
    {
        ArgumentNullException.ThrowIfNull(place);
        HashSet<double> distinct = [];
        for (int i = 0; i < labels.Length; i++)
        {
            if (!double.IsFinite(labels[i]))
            {
                throw new DataException($"{place}: [{i}]: found {MessageFormat.Number(labels[i])}, expected a finite label");
            }

            distinct.Add(labels[i]);
        }

        double[] values = [.. distinct.Order()];

        // Adding +0 turns the name of -0 into "0", which it equals.
        string[] classes = Array.ConvertAll(values, value => MessageFormat.Number(value + 0.0));
        int wanted = TryNumber(positive, out double number) ? Array.IndexOf(values, number) : -1;
        int one = PositiveClass(classes, positive, wanted, labels.Length, place);
        double[] encoded = new double[labels.Length];
        for (int i = 0; i < encoded.Length; i++)
        {
            encoded[i] = labels[i] == values[one] ? 1 : 0;
        }

        return Named(encoded, classes, one, positive);
    }

    private static bool TryNumber(string? text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && Math.Abs(number) < LargestExact;

    /// <summary>
    /// Where the class that is 1 stands among the distinct classes, which ascend; <paramref name="wanted"/> is where the positive value
    /// does, -1 if it does not.
    /// </summary>
    private static int PositiveClass(string[] classes, string? positive, int wanted, int labels, string place)
    {
        switch (classes.Length)
        {
            case 0:
                throw new DataException($"{place}: found no labels, expected two classes");
            case 1:
                throw new DataException(
                    $"{place}: found one class only, {MessageFormat.Quote(classes[0])} in all {labels} labels, " +
                    "expected two (which --positive cannot make of one)");
        }

        if (positive is not null)
        {
            return wanted >= 0 ? wanted : throw new DataException(
                $"{place}: found no label that is the positive value {MessageFormat.Quote(positive)}, " +
                $"expected one of {MessageFormat.List(classes, MaxNamed)}");
        }

        return classes.Length == 2 ? 1 : throw new DataException(
            $"{place}: found {classes.Length} classes ({MessageFormat.List(classes, MaxNamed)}), " +
            "expected two, or --positive VALUE to name the one that is 1");
    }

    private static EncodedLabels Named(double[] encoded, string[] classes, int one, string? positive)
    {
        string negative = classes.Length == 2 ? classes[1 - one] : $"not {classes[one]}";
        bool inferred = positive is null && classes is not ["0", "1"];
        return new EncodedLabels(encoded, new LabelNames(negative, classes[one]), inferred);
    }
}

using System.Globalization;

namespace VectorLR.Data;

/// <summary>The rule that turns two classes into 0 and 1, for every file format.</summary>
/// <remarks>
/// With a positive value, that class is 1 and every other is 0. Without one there must be two classes: 0 and 1 stand for
/// themselves; of any other two the later is 1, by value for numbers and by ordinal (UTF-16) order for names.
/// </remarks>
public static class LabelEncoding
{
    private const int MaxNamed = 10;

    // From 2^53 on a double cannot represent every integer, so two classes could become equal.
    private const double FirstInexact = 9007199254740992;

    /// <summary>Encodes labels that are names. If every label is a number, labels are compared as numbers: '1' equals '1.0'.</summary>
    /// <param name="labels">The class of each example, length m.</param>
    /// <param name="positive">The class that is 1, or null for the rule in the remarks.</param>
    /// <param name="place">The file, and the column if there is one. Every message begins with it.</param>
    /// <returns>y, length m, with the names of 0 and 1.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="labels"/> or <paramref name="place"/> is null.</exception>
    /// <exception cref="DataException">
    /// There are no labels or only one class; there are more than two classes and no positive value; or no label is the positive value.
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
    /// <param name="positive">The class that is 1, a number in the invariant culture, or null for the rule in the remarks.</param>
    /// <param name="place">The file. Every message begins with it.</param>
    /// <returns>y, length m, with the names of 0 and 1.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="place"/> is null.</exception>
    /// <exception cref="DataException">
    /// There are no labels or only one class; there are more than two classes and no positive value; no label is the positive
    /// value; or a label is NaN or infinite (the message names its index).
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

        // Adding +0 turns -0 into 0, so its name is "0".
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
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && Math.Abs(number) < FirstInexact;

    /// <summary>
    /// Returns the index of class 1 among the distinct classes, which are in ascending order. <paramref name="wanted"/> is the index of
    /// the positive value, or -1.
    /// </summary>
    private static int PositiveClass(string[] classes, string? positive, int wanted, int labels, string place)
    {
        switch (classes.Length)
        {
            case 0:
                throw new DataException($"{place}: found no labels, expected two classes");
            case 1:
                throw new DataException(
                    $"{place}: found only one class, {MessageFormat.Quote(classes[0])}, in all {labels} labels, expected two classes");
        }

        if (positive is not null)
        {
            return wanted >= 0 ? wanted : throw new DataException(
                $"{place}: found no label equal to the positive value {MessageFormat.Quote(positive)}, "
                + $"expected one of {MessageFormat.List(classes, MaxNamed)}");
        }

        return classes.Length == 2 ? 1 : throw new DataException(
            $"{place}: found {classes.Length} classes ({MessageFormat.List(classes, MaxNamed)}), "
            + "expected two, or --positive VALUE to name class 1");
    }

    private static EncodedLabels Named(double[] encoded, string[] classes, int one, string? positive)
    {
        string negative = classes.Length == 2 ? classes[1 - one] : $"not {classes[one]}";
        bool inferred = positive is null && classes is not ["0", "1"];
        return new EncodedLabels(encoded, new LabelNames(negative, classes[one]), inferred);
    }
}

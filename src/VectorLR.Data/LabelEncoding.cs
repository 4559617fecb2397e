using System.Globalization;

namespace VectorLR.Data;

/// <summary>The rule that turns two classes into 0 and 1, for every file format.</summary>
/// <remarks>
/// With a positive value, that class is 1 and every other is 0. Without one there must be two classes: 0 and 1 stand for
/// themselves; of any other two the later is 1, by value for numbers and by ordinal (UTF-16) order for names.
/// </remarks>
public static partial class LabelEncoding
{
    private const int MaxNamed = 10;

    // From 2^53 on a double cannot represent every integer, so two classes could become equal.
    private const double FirstInexact = 9007199254740992;

    private static readonly NumberFormatInfo s_decimalComma = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "." };

    /// <summary>Encodes labels that are names. Two names are two classes, as they are written: '7' and '007' differ.</summary>
    /// <param name="labels">The class of each example, length m.</param>
    /// <param name="positive">The class that is 1, or null for the rule in the remarks.</param>
    /// <param name="place">The file, and the column if there is one. Every message begins with it.</param>
    /// <returns>y, length m, with the names of 0 and 1.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="labels"/> or <paramref name="place"/> is null.</exception>
    /// <exception cref="DataException">
    /// There are no labels or only one class; there are more than two classes and no positive value; or no label is the positive value.
    /// </exception>
    /// <remarks>
    /// If every label is a number, they are ordered by value. If there are more than two of them, spellings of one number are one class:
    /// '1' and '1.0'. A numeral that begins with a needless zero, such as '007', is a name.
    /// </remarks>
    public static EncodedLabels Encode(IReadOnlyList<string> labels, string? positive, string place) =>
        Encode(labels, positive, place, decimalComma: false);

    /// <summary>Encodes labels that are names. Numbers among them may have a decimal comma.</summary>
    internal static EncodedLabels Encode(
        IReadOnlyList<string> labels, string? positive, string place, bool decimalComma, bool isFolder = false)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(place);
        string[] texts = [.. labels.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        bool isNumeric = texts.Length > 0 && texts.All(text => TryNumber(text, decimalComma, out _));

        // The order of spellings of one number stays ordinal, because OrderBy is stable.
        string[][] spellings = !isNumeric ? [.. texts.Select(text => (string[])[text])]
            : isFolder || texts.Length == 2 ? [.. texts.OrderBy(text => Number(text, decimalComma)).Select(text => (string[])[text])]
            : [.. texts.GroupBy(text => Number(text, decimalComma)).OrderBy(group => group.Key).Select(group => group.ToArray())];
        string[] classes = Array.ConvertAll(spellings, group => group is [string only] ? only : Shown(group[0], decimalComma));
        int one = PositiveClass(classes, positive, Wanted(spellings, positive, decimalComma), labels.Count, place);
        double[] encoded = new double[labels.Count];
        for (int i = 0; i < encoded.Length; i++)
        {
            encoded[i] = spellings[one].Contains(labels[i], StringComparer.Ordinal) ? 1 : 0;
        }

        bool isZeroAndOne = isNumeric && classes.Length == 2
            && Number(spellings[0][0], decimalComma) == 0 && Number(spellings[1][0], decimalComma) == 1;
        return Named(encoded, classes, one, inferred: positive is null && !isZeroAndOne);
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
        int wanted = TryNumber(positive, false, out double number) ? Array.IndexOf(values, number) : -1;
        int one = PositiveClass(classes, positive, wanted, labels.Length, place);
        double[] encoded = new double[labels.Length];
        for (int i = 0; i < encoded.Length; i++)
        {
            encoded[i] = labels[i] == values[one] ? 1 : 0;
        }

        return Named(encoded, classes, one, inferred: positive is null && classes is not ["0", "1"]);
    }

    /// <summary>Parses a label as a number. A numeral with a needless leading zero is a name: 007.</summary>
    private static bool TryNumber(string? text, bool decimalComma, out double number)
    {
        // NumberStyles.Float would also allow white space. A NUL at the end is always allowed, and refused here.
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        number = 0;
        ReadOnlySpan<char> digits = text.AsSpan().TrimStart("+-");
        return digits is not (['0', >= '0' and <= '9', ..] or [.., '\0'])
            && double.TryParse(text, Styles, decimalComma ? s_decimalComma : CultureInfo.InvariantCulture, out number)
            && Math.Abs(number) < FirstInexact;
    }

    private static double Number(string text, bool decimalComma) => TryNumber(text, decimalComma, out double number)
        ? number : double.NaN;

    /// <summary>Returns the shortest spelling of a number. Adding +0 turns -0 into 0.</summary>
    private static string Shown(string text, bool decimalComma)
    {
        string shown = MessageFormat.Number(Number(text, decimalComma) + 0.0);
        return decimalComma ? shown.Replace('.', ',') : shown;
    }

    /// <summary>Returns the index of the class that the positive value names, as written or by value, or -1.</summary>
    private static int Wanted(string[][] spellings, string? positive, bool decimalComma)
    {
        int written = Array.FindIndex(spellings, group => group.Contains(positive, StringComparer.Ordinal));
        if (written >= 0 || !(TryNumber(positive, decimalComma, out double number) || TryNumber(positive, false, out number)))
        {
            return written;
        }

        int[] equal = [.. Enumerable.Range(0, spellings.Length).Where(k => Number(spellings[k][0], decimalComma) == number)];
        return equal is [int only] ? only : -1;
    }

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

    private static EncodedLabels Named(double[] encoded, string[] classes, int one, bool inferred)
    {
        string negative = classes.Length == 2 ? classes[1 - one] : OtherThan(classes[one]);
        return new EncodedLabels(encoded, new LabelNames(negative, classes[one]), inferred);
    }

    /// <summary>The name of class 0 when it stands for several classes.</summary>
    private static string OtherThan(string positive) => $"not {positive}";
}

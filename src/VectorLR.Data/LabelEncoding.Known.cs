namespace VectorLR.Data;

/// <summary>Labels of classes that are known before the labels are read, such as those of a model.</summary>
public static partial class LabelEncoding
{
    /// <summary>Returns 0 or 1 for a label of a known class, or null for a label that is neither.</summary>
    /// <remarks>
    /// A label belongs to a class if it is spelled like its name, or if both are numbers of the same value and no other class has it. If
    /// class 0 is "not " and the name of class 1, it has every label that class 1 has not.
    /// </remarks>
    internal static double? EncodeKnown(string label, LabelNames classes, bool decimalComma)
    {
        if (label == classes.Positive || label == classes.Negative)
        {
            return label == classes.Positive ? 1 : 0;
        }

        double value = Number(label, decimalComma);
        bool isPositive = value == ValueOf(classes.Positive, decimalComma);
        bool isNegative = value == ValueOf(classes.Negative, decimalComma);
        return isPositive != isNegative ? (isPositive ? 1 : 0)
            : classes.Negative == OtherThan(classes.Positive) ? 0 : null;
    }

    /// <summary>Encodes labels that are numbers.</summary>
    /// <exception cref="DataException">A label is not of a known class; the message names its index.</exception>
    internal static EncodedLabels EncodeKnown(ReadOnlySpan<double> labels, LabelNames classes, string place)
    {
        double[] encoded = new double[labels.Length];
        for (int i = 0; i < encoded.Length; i++)
        {
            string label = MessageFormat.Number(labels[i] + 0.0);
            encoded[i] = (double.IsFinite(labels[i]) ? EncodeKnown(label, classes, decimalComma: false) : null)
                ?? throw new DataException($"{place}: [{i}]: found the label {label}, expected {Expected(classes)}");
        }

        return new EncodedLabels(encoded, classes, Inferred: false);
    }

    /// <summary>Requires that not both a positive value and known classes are given.</summary>
    internal static void RequireOneRule(string? positive, LabelNames? classes)
    {
        if (positive is not null && classes is not null)
        {
            throw new ArgumentException("The classes are given, so a positive value has no meaning.", nameof(positive));
        }
    }

    /// <summary>Says which labels are known, and the option for others.</summary>
    internal static string Expected(LabelNames classes) =>
        $"{MessageFormat.Quote(classes.Negative)} or {MessageFormat.Quote(classes.Positive)} as in the model "
        + "(--positive VALUE names class 1)";

    private static double ValueOf(string name, bool decimalComma) =>
        TryNumber(name, decimalComma, out double value) || TryNumber(name, !decimalComma, out value) ? value : double.NaN;
}

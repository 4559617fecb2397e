using System.Globalization;

namespace VectorLR.Data;

/// <summary>Reads CSV files with a header: one column of labels, and numbers in all other columns.</summary>
/// <remarks>
/// The delimiter is the comma, semicolon or tab that is most frequent in the header. Quotes follow RFC 4180. Numbers are in the
/// invariant culture, with a decimal point, or with a decimal comma on request, and without thousands separators. Spaces around names,
/// numbers and labels are ignored, and empty lines are skipped. The text is UTF-8, or UTF-16 or UTF-32 with a byte order mark. There are
/// no comments.
/// </remarks>
public static class CsvTable
{
    private static readonly NumberFormatInfo s_decimalComma = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "." };

    /// <summary>Reads a file as a stream. Only the numbers stay in memory.</summary>
    /// <param name="path">The CSV file.</param>
    /// <param name="labelColumn">The name of the label column in the header.</param>
    /// <param name="positive">The label that becomes 1, or null for the rule of <see cref="LabelEncoding"/>.</param>
    /// <param name="decimalComma">Whether numbers have a decimal comma: 1,5 is one and a half, and 1.5 is an error.</param>
    /// <param name="featureColumns">
    /// The feature columns, in the order of the features; null for all columns except the labels and the weights.
    /// </param>
    /// <param name="weightColumn">The column of sample weights, or null when all weights are 1.</param>
    /// <returns>
    /// X as doubles in <see cref="Layout.ExampleRows"/>: m records by the n_x feature columns, with their names.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> or <paramref name="labelColumn"/> is null.</exception>
    /// <exception cref="DataException">
    /// The file cannot be read or is empty; the header lacks the label column or a named feature, repeats a name or has an empty one; there
    /// is no record or no feature; a record has more or fewer fields than the header; a feature is missing, not a number or not finite; a
    /// label is missing; a weight is negative; or the labels break the rule. The message names the line, as an editor counts lines, and the
    /// column.
    /// </exception>
    public static DataSet Load(
        string path,
        string labelColumn,
        string? positive = null,
        bool decimalComma = false,
        IReadOnlyList<string>? featureColumns = null,
        string? weightColumn = null)
    {
        ArgumentNullException.ThrowIfNull(labelColumn);
        return DataFile.Read(path, stream => Read(stream, path, labelColumn, positive, decimalComma, featureColumns, weightColumn));
    }

    /// <summary>Reads the named columns of a file that need not have labels.</summary>
    /// <param name="path">The CSV file.</param>
    /// <param name="decimalComma">Whether numbers have a decimal comma: 1,5 is one and a half, and 1.5 is an error.</param>
    /// <param name="featureColumns">
    /// The feature columns, in the order of the features, or null for all columns. Other columns may hold anything.
    /// </param>
    /// <returns>X as doubles in <see cref="Layout.ExampleRows"/>: m records by the named columns.</returns>
    /// <exception cref="DataException">As for <see cref="Load"/>, except for the rules on labels.</exception>
    public static FeatureMatrix LoadFeatures(
        string path, bool decimalComma = false, IReadOnlyList<string>? featureColumns = null) => DataFile.Read(path, stream =>
    {
        using CsvRecords records = new(stream, path);
        int[] columns = featureColumns is null
            ? [.. Enumerable.Range(0, records.Columns.Count)]
            : [.. featureColumns.Select(records.IndexOf)];
        return Values(records, columns, decimalComma, _ => { });
    });

    /// <summary>Reads a stream. <paramref name="source"/> is its name in messages.</summary>
    internal static DataSet Read(
        Stream stream,
        string source,
        string labelColumn,
        string? positive,
        bool decimalComma = false,
        IReadOnlyList<string>? featureColumns = null,
        string? weightColumn = null)
    {
        using CsvRecords records = new(stream, source);
        int labelIndex = records.IndexOf(labelColumn);
        int? weightIndex = weightColumn is null ? null : records.IndexOf(weightColumn);
        if (weightIndex == labelIndex)
        {
            throw records.Error(
                $"{MessageFormat.Quote(labelColumn)} as both the label column and the sample weight column", "different columns");
        }

        int[] columns = featureColumns is null
            ? [.. Enumerable.Range(0, records.Columns.Count).Where(column => column != labelIndex && column != weightIndex)]
            : [.. featureColumns.Select(records.IndexOf)];
        if (columns.Length == 0)
        {
            throw records.Error(
                $"no column besides the labels{(weightColumn is null ? "" : " and the sample weights")}", "at least one feature");
        }

        List<string> labels = [];
        List<double> weights = [];
        HashSet<string> classes = new(StringComparer.Ordinal);
        FeatureMatrix features = Values(records, columns, decimalComma, record =>
        {
            labels.Add(Label(record, labelIndex, classes));
            if (weightIndex is int column)
            {
                double weight = Number(record, column, decimalComma);
                weights.Add(weight >= 0 ? weight : throw record.Error(
                    column, MessageFormat.Number(weight), "a sample weight that is not negative"));
            }
        });
        EncodedLabels encoded = LabelEncoding.Encode(labels, positive, $"{source}: column {MessageFormat.Quote(labelColumn)}");
        return new DataSet(features, encoded, [.. columns.Select(column => records.Columns[column])], weights.ToArray());
    }

    /// <summary>Returns the numbers in the given columns of every record. Calls <paramref name="also"/> with each record first.</summary>
    private static FeatureMatrix Values(CsvRecords records, int[] columns, bool decimalComma, Action<CsvRecords> also)
    {
        List<double> values = [];
        int count = 0;
        while (records.Read())
        {
            if ((long)values.Count + columns.Length > Array.MaxLength)
            {
                throw records.Error($"more than {Array.MaxLength} values up to here", "fewer");
            }

            count++;
            also(records);
            foreach (int column in columns)
            {
                values.Add(Number(records, column, decimalComma));
            }
        }

        return count > 0
            ? new FeatureMatrix([.. values], count, columns.Length, Layout.ExampleRows)
            : throw records.Error("the end of the file", "at least one example after the header");
    }

    // Equal labels share one string, because millions of records have few distinct labels.
    private static string Label(CsvRecords records, int column, HashSet<string> classes)
    {
        ReadOnlySpan<char> text = records.Field(column);
        if (text.IsEmpty)
        {
            throw records.Error(column, "no value", "a label");
        }

        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> known = classes.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(text, out string? label))
        {
            label = text.ToString();
            classes.Add(label);
        }

        return label;
    }

    private static double Number(CsvRecords records, int column, bool decimalComma)
    {
        ReadOnlySpan<char> text = records.Field(column);

        // NumberStyles.Float would also allow white space, including line ends.
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        NumberFormatInfo format = decimalComma ? s_decimalComma : NumberFormatInfo.InvariantInfo;
        if (double.TryParse(text, Styles, format, out double value) && double.IsFinite(value))
        {
            return value;
        }

        throw records.Error(
            column,
            text.IsEmpty ? "no value" : MessageFormat.Quote(text),
            $"a finite number with a decimal {(decimalComma ? "comma" : "point")}");
    }
}

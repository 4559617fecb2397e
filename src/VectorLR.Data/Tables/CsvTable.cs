using System.Globalization;
using csFastFloat;

namespace VectorLR.Data;

/// <summary>Reads CSV files with a header: one column of labels, and numbers in all other columns.</summary>
/// <remarks>
/// The delimiter is the comma, semicolon or tab under which the header has the named columns and the next records have as many fields; of
/// several, the most frequent one in the header. Quotes follow RFC 4180. Numbers are in the invariant culture, with a decimal point, or
/// with a decimal comma on request, and without thousands separators. Spaces and invisible characters around names, numbers and labels
/// are ignored, and empty lines are skipped. The text is UTF-8, or UTF-16 or UTF-32 with a byte order mark. There are no comments.
/// </remarks>
public static class CsvTable
{
    /// <summary>Reads a file as a stream. Only the numbers stay in memory.</summary>
    /// <param name="path">The CSV file.</param>
    /// <param name="labelColumn">The name of the label column in the header.</param>
    /// <param name="positive">The label that becomes 1, or null for the rule of <see cref="LabelEncoding"/>.</param>
    /// <param name="decimalComma">Whether numbers have a decimal comma: 1,5 is one and a half, and 1.5 is an error.</param>
    /// <param name="featureColumns">
    /// The feature columns, in the order of the features; null for all columns except the labels and the weights.
    /// </param>
    /// <param name="weightColumn">The column of sample weights, or null when all weights are 1.</param>
    /// <param name="classes">
    /// The classes that the labels must be of, such as those of a model, or null for any labels. Data of one class is valid then, and
    /// <paramref name="positive"/> must be null.
    /// </param>
    /// <param name="onBad">
    /// Called for every record whose fields are too few or too many or whose numbers cannot be read. The record is left out. Null to stop
    /// at the first. A bad label always stops.
    /// </param>
    /// <returns>
    /// X as doubles in <see cref="Layout.ExampleRows"/>: m records by the n_x feature columns, with their names.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> or <paramref name="labelColumn"/> is null.</exception>
    /// <exception cref="ArgumentException">Both <paramref name="positive"/> and <paramref name="classes"/> are given.</exception>
    /// <exception cref="DataException">
    /// The file cannot be read or is empty; the header lacks the label column or a named feature, repeats a name or has an empty one; there
    /// is no record or no feature; a record has more or fewer fields than the header; a feature is missing, not a number or not finite; a
    /// label is missing or of no known class; a weight is negative; or the labels break the rule. The message names the line, as an editor
    /// counts lines, and the column.
    /// </exception>
    /// <example>
    /// <code>
    /// using DataSet data = CsvTable.Load("patients.csv", labelColumn: "diagnosis", positive: "malignant");
    /// </code>
    /// </example>
    public static DataSet Load(
        string path,
        string labelColumn,
        string? positive = null,
        bool decimalComma = false,
        IReadOnlyList<string>? featureColumns = null,
        string? weightColumn = null,
        LabelNames? classes = null,
        Action<DataException>? onBad = null)
    {
        ArgumentNullException.ThrowIfNull(labelColumn);
        return DataFile.Read(path, stream => Read(
            stream, path, labelColumn, positive, decimalComma, featureColumns, weightColumn, classes, onBad));
    }

    /// <summary>Reads the named columns of a file that need not have labels.</summary>
    /// <param name="path">The CSV file.</param>
    /// <param name="decimalComma">Whether numbers have a decimal comma: 1,5 is one and a half, and 1.5 is an error.</param>
    /// <param name="featureColumns">
    /// The feature columns, in the order of the features, or null for all columns. Other columns may hold anything.
    /// </param>
    /// <param name="onBad">
    /// Called for every record whose fields are too few or too many or whose numbers cannot be read. Its features are NaN. Null to stop
    /// at the first.
    /// </param>
    /// <returns>X as doubles in <see cref="Layout.ExampleRows"/>: m records by the named columns.</returns>
    /// <exception cref="DataException">As for <see cref="Load"/>, except for the rules on labels.</exception>
    public static FeatureMatrix LoadFeatures(
        string path,
        bool decimalComma = false,
        IReadOnlyList<string>? featureColumns = null,
        Action<DataException>? onBad = null) => DataFile.Read(path, stream =>
    {
        using CsvRecords records = new(stream, path, [.. featureColumns ?? []]);
        int[] columns = featureColumns is null
            ? [.. Enumerable.Range(0, records.Columns.Count)]
            : [.. featureColumns.Select(records.IndexOf)];
        return Values(records, columns, decimalComma, _ => { }, onBad, keepBad: true);
    });

    /// <summary>Reads a stream. <paramref name="source"/> is its name in messages.</summary>
    internal static DataSet Read(
        Stream stream,
        string source,
        string labelColumn,
        string? positive,
        bool decimalComma = false,
        IReadOnlyList<string>? featureColumns = null,
        string? weightColumn = null,
        LabelNames? classes = null,
        Action<DataException>? onBad = null)
    {
        LabelEncoding.RequireOneRule(positive, classes);
        using CsvRecords records = new(stream, source, [labelColumn, .. featureColumns ?? []]);
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
        List<double> encoded = [];
        List<double> weights = [];
        HashSet<string> distinct = new(StringComparer.Ordinal);
        void Also(CsvRecords record)
        {
            string label = Label(record, labelIndex, distinct);
            double? known = classes is null ? 0 : LabelEncoding.EncodeKnown(label, classes, decimalComma);
            double value = known ?? throw record.Error(
                labelIndex, $"the label {MessageFormat.Quote(label)}", LabelEncoding.Expected(classes!));
            if (weightIndex is int column)
            {
                double weight = Number(record, column, decimalComma);
                weights.Add(weight >= 0 ? weight : throw record.Error(
                    column, MessageFormat.Number(weight), "a sample weight that is not negative"));
            }

            labels.Add(label);
            encoded.Add(value);
        }

        FeatureMatrix features = Values(records, columns, decimalComma, Also, onBad, keepBad: false);
        EncodedLabels result = classes is not null ? new(encoded.ToArray(), classes, Inferred: false)
            : LabelEncoding.Encode(labels, positive, $"{source}: column {MessageFormat.Quote(labelColumn)}", decimalComma);
        return new DataSet(features, result, [.. columns.Select(column => records.Columns[column])], weights.ToArray());
    }

    /// <summary>
    /// Returns the numbers in the given columns of every record. Calls <paramref name="also"/> with each record that is not bad. A bad
    /// record is kept as NaN or left out.
    /// </summary>
    private static FeatureMatrix Values(
        CsvRecords records, int[] columns, bool decimalComma, Action<CsvRecords> also, Action<DataException>? onBad, bool keepBad)
    {
        RecordValues values = new(columns.Length);
        RecordLines lines = new();
        while (records.Read())
        {
            if ((values.Count + 1L) * columns.Length > Array.MaxLength)
            {
                throw records.Error($"more than {Array.MaxLength} values up to here", "fewer");
            }

            Span<double> features = values.Add();
            if (Bad(records, columns, decimalComma, features) is DataException bad)
            {
                (onBad ?? throw bad)(bad);
                if (!keepBad)
                {
                    values.RemoveLast();
                    continue;
                }

                features.Fill(double.NaN);
            }

            also(records);
            lines.Add(records.Line);
        }

        return values.Count > 0
            ? new FeatureMatrix(values.ToArray(), values.Count, columns.Length, Layout.ExampleRows) { Lines = lines }
            : throw records.Error("the end of the file", "at least one example after the header");
    }

    /// <summary>Stores the numbers of a record. Returns the error of a record that cannot be read.</summary>
    private static DataException? Bad(CsvRecords records, int[] columns, bool decimalComma, Span<double> features)
    {
        if (!records.IsWhole)
        {
            return records.NotWhole();
        }

        for (int feature = 0; feature < columns.Length; feature++)
        {
            if (!TryNumber(records, columns[feature], decimalComma, out features[feature]))
            {
                return NoNumber(records, columns[feature], decimalComma);
            }
        }

        return null;
    }

    // Equal labels share one string, because millions of records have few distinct labels.
    private static string Label(CsvRecords records, int column, HashSet<string> classes)
    {
        ReadOnlySpan<char> text = records.Field(column);
        if (text.IsEmpty)
        {
            throw records.Error(column, "no value", "a label");
        }

        if (text.Contains('\0'))
        {
            throw records.Error(column, MessageFormat.Quote(text), "a label without NUL");
        }

        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> known = classes.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(text, out string? label))
        {
            label = text.ToString();
            classes.Add(label);
        }

        return label;
    }

    private static double Number(CsvRecords records, int column, bool decimalComma) =>
        TryNumber(records, column, decimalComma, out double value) ? value : throw NoNumber(records, column, decimalComma);

    private static bool TryNumber(CsvRecords records, int column, bool decimalComma, out double value)
    {
        // The parser would also skip white space, such as line ends, before the number. It returns the nearest double.
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        value = 0;
        ReadOnlySpan<char> text = records.Field(column);
        return text is [> ' ', ..]
            && FastDoubleParser.TryParseDouble(text, out int length, out value, Styles, decimalComma ? ',' : '.')
            && length == text.Length
            && double.IsFinite(value);
    }

    private static DataException NoNumber(CsvRecords records, int column, bool decimalComma)
    {
        ReadOnlySpan<char> text = records.Field(column);
        return records.Error(
            column,
            text.IsEmpty ? "no value" : MessageFormat.Quote(text),
            $"a finite number with a decimal {(decimalComma ? "comma" : "point")}");
    }
}

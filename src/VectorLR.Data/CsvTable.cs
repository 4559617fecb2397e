using System.Globalization;

namespace VectorLR.Data;

/// <summary>Reads CSV files with a header: one column of labels, and numbers in all others.</summary>
/// <remarks>
/// The delimiter is the comma, semicolon or tab that is most frequent in the header. Quotes are those of RFC 4180. Numbers are
/// written as in the invariant culture, with a decimal point, or with a decimal comma where asked; there are no thousands separators. Spaces around names, numbers and labels do not count, and empty
/// lines are passed over. The text is UTF-8, or UTF-16 or UTF-32 with a byte order mark. There are no comments.
/// </remarks>
public static class CsvTable
{
    private static readonly NumberFormatInfo s_decimalComma = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "." };

    /// <summary>Reads a file as it streams by; only the numbers stay in memory.</summary>
    /// <param name="path">The CSV file.</param>
    /// <param name="labelColumn">The header's name of the column that holds the labels.</param>
    /// <param name="positive">The label that becomes 1, or null for the rule of <see cref="LabelEncoding"/>.</param>
    /// <param name="decimalComma">Whether 1,5 is one and a half, as much of the world writes it, and 1.5 an error.</param>
    /// <returns>
    /// X as doubles in <see cref="Layout.ExampleRows"/>: m records by the n_x other columns, in the header's order and with its names.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> or <paramref name="labelColumn"/> is null.</exception>
    /// <exception cref="DataException">
    /// The file cannot be read or is empty; the header lacks the label column, repeats a name or leaves one out; there is no
    /// record or no feature; a record has more or fewer fields than the header; a feature is missing, not a number or not
    /// finite; a label is missing; or the labels break the rule. The message names the line as an editor counts, and the column.
    /// </exception>
    public static DataSet Load(string path, string labelColumn, string? positive = null, bool decimalComma = false)
    {
        ArgumentNullException.ThrowIfNull(labelColumn);
        return DataFile.Read(path, stream => Read(stream, path, labelColumn, positive, decimalComma));
    }

    /// <summary>Reads a stream; <paramref name="source"/> is what messages call it.</summary>
    internal static DataSet Read(Stream stream, string source, string labelColumn, string? positive, bool decimalComma = false)
    {
        using CsvRecords records = new(stream, source);
        int labelIndex = records.IndexOf(labelColumn);
        string[] names = [.. records.Columns.Where((_, column) => column != labelIndex)];
        if (names.Length == 0)
        {
            throw records.Error("no column beside the labels", "at least one feature");
        }

        List<double> values = [];
        List<string> labels = [];
        HashSet<string> classes = new(StringComparer.Ordinal);
        while (records.Read())
        {
            if ((long)values.Count + names.Length > Array.MaxLength)
            {
                throw records.Error($"more than {Array.MaxLength} values up to here", "fewer");
            }

            for (int column = 0; column < records.Columns.Count; column++)
            {
                if (column == labelIndex)
                {
                    labels.Add(Label(records, column, classes));
                }
                else
                {
                    values.Add(Number(records, column, decimalComma));
                }
            }
        }

        if (labels.Count == 0)
        {
            throw records.Error("the end of the file", "at least one example after the header");
        }

        EncodedLabels encoded = LabelEncoding.Encode(labels, positive, $"{source}: column {Wording.Quote(labelColumn)}");
        FeatureMatrix features = new([.. values], labels.Count, names.Length, Layout.ExampleRows);
        return new DataSet(features, encoded, names);
    }

    // Equal labels share one string: there are two, or a few, for millions of records.
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

        // Without the white space that Float would allow: it includes line ends.
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (double.TryParse(text, Styles, decimalComma ? s_decimalComma : NumberFormatInfo.InvariantInfo, out double value) && double.IsFinite(value))
        {
            return value;
        }

        throw records.Error(column, text.IsEmpty ? "no value" : Wording.Quote(text), $"a finite number with a decimal {(decimalComma ? "comma" : "point")}");
    }
}

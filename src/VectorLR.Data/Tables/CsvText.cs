using System.Runtime.CompilerServices;
using System.Text;

namespace VectorLR.Data;

/// <summary>Finds lines, delimiters and values in CSV text.</summary>
internal static class CsvText
{
    private const string Delimiters = ",;\t";

    /// <summary>Returns the number of line ends. CR LF, LF and CR each count as one.</summary>
    public static int LineEnds(ReadOnlySpan<char> text) =>
        text.Count('\n') + text.Count('\r') - text.Count("\r\n");

    /// <summary>
    /// Returns the delimiter under which the header has the named columns; of several, that of most of the next records; of several, the
    /// most frequent one in the header. The comma wins ties and is the default.
    /// </summary>
    /// <param name="header">The header.</param>
    /// <param name="ahead">The text after the header, or its beginning.</param>
    /// <param name="isWhole">Whether it is all of the text. Otherwise its last record may be cut.</param>
    /// <param name="names">Names that the header should have.</param>
    public static char Delimiter(string header, string ahead, bool isWhole, IReadOnlyCollection<string> names)
    {
        string[] records = FirstRecords(ahead, isWhole);
        char best = Delimiters[0];
        (bool HasNames, int Records, int Count) highest = (false, -1, -1);
        foreach (char delimiter in Delimiters)
        {
            List<string> fields = Fields(header, delimiter);
            HashSet<string> columns = new(fields, StringComparer.Ordinal);
            int count = fields.Count - 1;
            (bool, int, int) rank = (
                names.Count > 0 && names.All(columns.Contains),
                count == 0 ? 0 : records.Count(record => Fields(record, delimiter).Count == fields.Count),
                count);
            if (rank.CompareTo(highest) > 0)
            {
                (best, highest) = (delimiter, rank);
            }
        }

        return best;
    }

    /// <summary>Returns a field without the blanks around it: spaces, tabs, and every other character that shows nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> field) =>
        field.IsEmpty || (IsVisibleAscii(field[0]) && IsVisibleAscii(field[^1])) ? field : TrimBlanks(field);

    /// <summary>
    /// Returns the value of a field: without the blanks around it, and without its quotes, which may stand after blanks, and the blanks
    /// inside them.
    /// </summary>
    public static ReadOnlySpan<char> Value(ReadOnlySpan<char> field)
    {
        ReadOnlySpan<char> trimmed = Trim(field);
        if (trimmed is not ['"', .., '"'])
        {
            return trimmed;
        }

        ReadOnlySpan<char> quoted = trimmed[1..^1];
        return Trim(quoted.Contains('"') ? quoted.ToString().Replace("\"\"", "\"", StringComparison.Ordinal) : quoted);
    }

    /// <summary>Whether a field that begins with a quote ends with the one that closes it. True for every other field.</summary>
    public static bool IsClosed(ReadOnlySpan<char> field)
    {
        QuoteState quotes = new();
        foreach (char c in field)
        {
            if (!quotes.Inside(c, endsField: false))
            {
                return field[0] != '"';
            }
        }

        return !quotes.Inside('\n', endsField: true);
    }

    /// <summary>Reads one record from a reader, without its line end, and nothing beyond it.</summary>
    /// <returns>The record, or null when it is longer than <paramref name="maxLength"/>. Empty at the end of the text.</returns>
    public static string? ReadRecord(TextReader reader, int maxLength)
    {
        StringBuilder record = new();
        QuoteState quotes = new();
        for (int next = reader.Read(); next >= 0; next = reader.Read())
        {
            char c = (char)next;
            bool inside = quotes.Inside(c, Delimiters.Contains(c));
            if (!inside && c is '\n' or '\r')
            {
                if (c == '\r' && reader.Peek() == '\n')
                {
                    reader.Read();
                }

                break;
            }

            record.Append(c);
            if (record.Length > maxLength)
            {
                return null;
            }
        }

        return record.ToString();
    }

    /// <summary>Returns the first whole records of a text.</summary>
    private static string[] FirstRecords(string text, bool isWhole)
    {
        const int MaxRecords = 20;
        using StringReader reader = new(text);
        List<string> records = [];
        while (records.Count < MaxRecords && reader.Peek() >= 0 && ReadRecord(reader, int.MaxValue) is string record)
        {
            if (record.Length > 0 && (isWhole || reader.Peek() >= 0))
            {
                records.Add(record);
            }
        }

        return [.. records];
    }

    private static List<string> Fields(string record, char delimiter)
    {
        List<string> fields = [];
        QuoteState quotes = new();
        int start = 0;
        for (int i = 0; i < record.Length; i++)
        {
            bool isDelimiter = record[i] == delimiter;
            if (!quotes.Inside(record[i], isDelimiter) && isDelimiter)
            {
                fields.Add(Value(record.AsSpan(start..i)).ToString());
                start = i + 1;
            }
        }

        fields.Add(Value(record.AsSpan(start)).ToString());
        return fields;
    }

    private static ReadOnlySpan<char> TrimBlanks(ReadOnlySpan<char> field)
    {
        while (!field.IsEmpty && IsBlank(field[0]))
        {
            field = field[1..];
        }

        while (!field.IsEmpty && IsBlank(field[^1]))
        {
            field = field[..^1];
        }

        return field;
    }

    private static bool IsVisibleAscii(char c) => c is > ' ' and < '\u007f';

    private static bool IsBlank(char c) => c is ' ' or '\t' || (c > '\u007f' && MessageFormat.IsInvisible(c));
}

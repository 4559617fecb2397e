using System.Text;

namespace VectorLR.Data;

/// <summary>Finds lines and delimiters in CSV text. As in the parser, a quote opens only at the start of a field.</summary>
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
    /// <param name="names">Names that the header should have.</param>
    public static char Delimiter(string header, string ahead, IReadOnlyCollection<string> names)
    {
        string[] records = FirstRecords(ahead);
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
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> field)
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

    /// <summary>Returns a field as <see cref="Trim"/> does, and without the quotes that open after a blank.</summary>
    public static ReadOnlySpan<char> Value(ReadOnlySpan<char> field)
    {
        ReadOnlySpan<char> trimmed = Trim(field);
        bool isQuotedAfterBlank = trimmed is ['"', .., '"'] && field[0] != '"';
        return !isQuotedAfterBlank ? trimmed
            : trimmed.Count('"') == 2 ? Trim(trimmed[1..^1])
            : Trim(trimmed[1..^1].ToString().Replace("\"\"", "\"", StringComparison.Ordinal));
    }

    /// <summary>Returns the number of lines between the start of a record and the start of a field.</summary>
    public static int LinesBefore(ReadOnlySpan<char> record, char delimiter, int field)
    {
        QuoteState quotes = new();
        for (int i = 0; i < record.Length && field > 0; i++)
        {
            bool isDelimiter = record[i] == delimiter;
            if (!quotes.Inside(record[i], isDelimiter) && isDelimiter && --field == 0)
            {
                return LineEnds(record[..i]);
            }
        }

        return 0;
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
    private static string[] FirstRecords(string text)
    {
        const int MaxRecords = 20;
        using StringReader reader = new(text);
        List<string> records = [];
        while (records.Count < MaxRecords && reader.Peek() >= 0 && ReadRecord(reader, int.MaxValue) is string record)
        {
            // The text may end inside the last record.
            if (record.Length > 0 && (reader.Peek() >= 0 || text[^1] is '\n' or '\r'))
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
                fields.Add(Unquoted(record.AsSpan(start..i)));
                start = i + 1;
            }
        }

        fields.Add(Unquoted(record.AsSpan(start)));
        return fields;
    }

    private static string Unquoted(ReadOnlySpan<char> field)
    {
        ReadOnlySpan<char> trimmed = Trim(field);
        return trimmed is ['"', .., '"']
            ? Trim(trimmed[1..^1].ToString().Replace("\"\"", "\"", StringComparison.Ordinal)).ToString()
            : trimmed.ToString();
    }

    private static bool IsBlank(char c) => c is ' ' or '\t' || (c > '\u007f' && MessageFormat.IsInvisible(c));

    private enum FieldState
    {
        FieldStart,
        Plain,
        Quoted,

        // Another quote here is an escaped quote, and the field continues.
        AfterQuoted,
    }

    /// <summary>Tracks quoting through a text, one character at a time.</summary>
    private struct QuoteState
    {
        private FieldState _state;

        /// <summary>Takes the next character. Returns true when it belongs to a quoted field.</summary>
        public bool Inside(char c, bool isDelimiter)
        {
            bool inside = _state == FieldState.Quoted || (c == '"' && _state != FieldState.Plain);
            _state = inside
                ? (_state == FieldState.Quoted && c == '"' ? FieldState.AfterQuoted : FieldState.Quoted)
                : (isDelimiter ? FieldState.FieldStart : FieldState.Plain);
            return inside;
        }
    }
}

using System.Text;
using nietras.SeparatedValues;

namespace VectorLR.Data;

/// <summary>The records of a CSV text with a header. Each record has its line number, as an editor counts lines.</summary>
internal sealed class CsvRecords : IDisposable
{
    // In characters. It allows millions of features. Without a limit, one quote left open would read the whole file into memory. The
    // parser's buffer holds 2^24 characters, a part of which it keeps free.
    private const int MaxRecordLength = 16_000_000;

    private const int MaxColumnsNamed = 40;

    // Characters after the header that are read to find the delimiter.
    private const int AheadLength = 1 << 15;

    private const int ByteOrderMark = '\uFEFF';

    private readonly string _source;
    private readonly char _delimiter;
    private readonly SepReader _reader;
    private readonly Func<bool> _moveNext;

    // Whether the current record has a quote.
    private bool _hasQuotes;

    // The first line of the current record and of the next one.
    private long _line;
    private long _nextLine;

    // The parser's number of the next line. It begins at 1 after the header, and wraps. Its LineNumberFrom is wrong for the first record.
    private int _parserLine = 1;

    /// <summary>Reads the header. The delimiter is the one that fits it, the named columns and the next records.</summary>
    public CsvRecords(Stream stream, string source, params IReadOnlyCollection<string> names)
    {
        _source = source;

        // Strict, so that two labels cannot become equal through a replacement character. With a preamble, so that a UTF-8
        // byte order mark does not switch the reader to the lenient encoding.
        UTF8Encoding strict = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);
        StreamReader text = new(stream, strict, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 14, leaveOpen: true);

        string header = Header(text);
        string ahead = Guarded(() => Ahead(text));
        _delimiter = CsvText.Delimiter(header, ahead, isWhole: ahead.Length < AheadLength, names);
        using (_reader = Guarded(() => Parser(header, TextReader.Null)))
        {
            Guarded(_reader.MoveNext);
            CheckQuotes();
            Columns = [.. Enumerable.Range(0, _reader.Current.ColCount).Select(column => Field(column).ToString())];
        }

        CheckNames();

        _nextLine += CsvText.LineEnds(header) + 1;
        _reader = Guarded(() => Parser(ahead, text));
        _moveNext = _reader.MoveNext;
    }

    /// <summary>The names in the header, without surrounding spaces. They are distinct and not empty.</summary>
    public IReadOnlyList<string> Columns { get; } = [];

    /// <summary>Returns the index of a column.</summary>
    public int IndexOf(string name)
    {
        for (int column = 0; column < Columns.Count; column++)
        {
            if (string.Equals(Columns[column], name, StringComparison.Ordinal))
            {
                return column;
            }
        }

        throw new DataException(
            $"{_source}: line {_line}: found no column {MessageFormat.Quote(name)} among {MessageFormat.List(Columns, MaxColumnsNamed)}");
    }

    /// <summary>The line of this record, as an editor counts lines.</summary>
    public long Line => _line;

    /// <summary>Whether this record has as many fields as the header.</summary>
    public bool IsWhole => _reader.Current.ColCount == Columns.Count;

    /// <summary>Moves to the next record, skipping empty lines. Returns false at the end.</summary>
    public bool Read()
    {
        SepReader.Row record;
        do
        {
            _line = _nextLine;
            if (!Guarded(_moveNext))
            {
                return false;
            }

            record = _reader.Current;
            _nextLine += record.LineNumberToExcl - _parserLine;
            _parserLine = record.LineNumberToExcl;
        }
        while (record.Span.IsEmpty);

        if (record.Span.Length > MaxRecordLength)
        {
            throw TooLong(_line, null);
        }

        CheckQuotes();
        return true;
    }

    /// <summary>Returns the error of a record that is not whole.</summary>
    public DataException NotWhole()
    {
        bool hasLateQuote = _reader.Current.Span.Contains($"{_delimiter} {CsvInput.LiteralQuote}", StringComparison.Ordinal);
        return Error(
            $"{_reader.Current.ColCount} fields{(hasLateQuote ? " (a quote after a space does not hold a delimiter)" : "")}",
            $"{Columns.Count} as in the header");
    }

    /// <summary>Returns a field of this record, unquoted, without the blanks around it.</summary>
    public ReadOnlySpan<char> Field(int column)
    {
        ReadOnlySpan<char> field = _reader.Current[column].Span;
        return !_hasQuotes ? CsvText.Trim(field)
            : CsvText.Value(field.Contains(CsvInput.LiteralQuote) ? field.ToString().Replace(CsvInput.LiteralQuote, '"') : field);
    }

    /// <summary>Returns an error about a field of this record.</summary>
    public DataException Error(int column, string found, string expected)
    {
        long line = _line;
        for (int before = 0; before < column; before++)
        {
            line += CsvText.LineEnds(_reader.Current[before].Span);
        }

        return new DataException($"{_source}: line {line}, column {ColumnName(column)}: found {found}, expected {expected}");
    }

    /// <summary>Returns an error about the whole line, or about the end of the file if the last read reached it.</summary>
    public DataException Error(string found, string expected) =>
        new($"{_source}: line {_line}: found {found}, expected {expected}");

    public void Dispose() => _reader.Dispose();

    private string Header(StreamReader text)
    {
        (_line, _nextLine) = (1, 1);
        while (Guarded(text.Peek) == ByteOrderMark)
        {
            // One mark is removed with the encoding. Files that were joined or saved twice begin with two.
            text.Read();
        }

        string? header;
        do
        {
            _line = _nextLine;
            header = Guarded(() => CsvText.ReadRecord(text, MaxRecordLength)) ?? throw TooLong(_line, null);
            _nextLine += header.Length == 0 ? 1 : 0;
        }
        while (header.Length == 0 && Guarded(text.Peek) >= 0);

        return header.Length > 0 ? header : throw new DataException(
            $"{_source}: line 1: found an empty file, expected a header line");
    }

    private static string Ahead(StreamReader text)
    {
        char[] ahead = new char[AheadLength];
        return new string(ahead, 0, text.ReadBlock(ahead));
    }

    private void CheckNames()
    {
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        for (int column = 0; column < Columns.Count; column++)
        {
            string name = Columns[column];
            if (name.Length == 0)
            {
                throw Error($"no name for column {column + 1} in the header", "a name for each column");
            }

            if (name.Contains('\0', StringComparison.Ordinal))
            {
                throw Error(
                    $"the column name {MessageFormat.Quote(name)} in the header", "text without NUL; UTF-16 needs a byte order mark");
            }

            if (!seen.TryAdd(name, column))
            {
                throw Error(
                    $"the column name {MessageFormat.Quote(name)} twice in the header (columns {seen[name] + 1} and {column + 1})",
                    "distinct names");
            }
        }
    }

    // The header is read separately, so that its line is known and the column names are checked here.
    private SepReader Parser(string ahead, TextReader rest) => Sep.New(_delimiter)
        .Reader(options => options with { HasHeader = false, DisableColCountCheck = true })
        .From(new CsvInput(ahead, rest, _delimiter));

    // The parser takes any pair of quotes.
    private void CheckQuotes()
    {
        SepReader.Row record = _reader.Current;
        _hasQuotes = record.Span.ContainsAny('"', CsvInput.LiteralQuote);
        for (int column = 0; _hasQuotes && column < record.ColCount; column++)
        {
            if (!CsvText.IsClosed(record[column].Span))
            {
                throw Error(column, "a quote left open or text after a closing quote", "quotes as in RFC 4180");
            }
        }
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (NotSupportedException e)
        {
            throw TooLong(_nextLine, e);
        }
        catch (InvalidDataException e)
        {
            throw new DataException($"{_source}: line {_nextLine} or later: found the noncharacter U+FFFF, expected text", e);
        }
        catch (DecoderFallbackException e)
        {
            string bytes = Convert.ToHexString(e.BytesUnknown ?? []);
            throw new DataException($"{_source}: line {_nextLine} or later: found the byte {bytes}, expected text in UTF-8", e);
        }
    }

    private string ColumnName(int column) =>
        column < Columns.Count ? MessageFormat.Quote(Columns[column]) : $"{column + 1}";

    private DataException TooLong(long line, Exception? cause)
    {
        string message =
            $"{_source}: line {line}: "
            + $"found a record of more than {MaxRecordLength} characters, expected a shorter one (is a quote left open?)";
        return cause is null ? new DataException(message) : new DataException(message, cause);
    }
}

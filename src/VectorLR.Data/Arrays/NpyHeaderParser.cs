using System.Globalization;

namespace VectorLR.Data;

/// <summary>Parses the Python dictionary literal in the header of a .npy file. It accepts the three standard keys only.</summary>
internal sealed class NpyHeaderParser(string text, int start, string source)
{
    private int _position;

    // '\0' stands for the end of the text, so callers need no bounds check.
    private char Next => _position < text.Length ? text[_position] : '\0';

    public NpyHeader Parse()
    {
        string? descr = null;
        bool? fortranOrder = null;
        List<long>? shape = null;

        Expect('{');
        while (!Take('}'))
        {
            int keyPosition = _position;
            string key = String("a key in quotes or '}'");
            Expect(':');
            switch (key)
            {
                case "descr" when descr is null:
                    descr = Descr();
                    break;
                case "fortran_order" when fortranOrder is null:
                    fortranOrder = Boolean();
                    break;
                case "shape" when shape is null:
                    shape = Shape();
                    break;
                default:
                    _position = keyPosition;
                    throw Error($"the key {MessageFormat.Quote(key)}", "'descr', 'fortran_order' and 'shape', each once");
            }

            if (!Take(',') && Next != '}')
            {
                throw Error(Found(), "',' or '}'");
            }
        }

        SkipSpace();
        if (_position < text.Length)
        {
            throw Error(Found(), "only spaces and a line end after '}'");
        }

        return descr is not null && fortranOrder is { } order && shape is not null
            ? new NpyHeader(descr, order, shape)
            : throw Error("a header without one of its keys", "'descr', 'fortran_order' and 'shape'");
    }

    private string Descr()
    {
        SkipSpace();
        return Next is '[' or '('
            ? throw Error("a structured dtype", "one plain type such as '<f8'")
            : String("a dtype in quotes");
    }

    private bool Boolean()
    {
        SkipSpace();
        foreach ((string word, bool value) in (ReadOnlySpan<(string, bool)>)[("True", true), ("False", false)])
        {
            if (text.AsSpan(_position).StartsWith(word, StringComparison.Ordinal))
            {
                _position += word.Length;
                return value;
            }
        }

        throw Error(Found(), "True or False");
    }

    private List<long> Shape()
    {
        List<long> shape = [];
        Expect('(');
        while (!Take(')'))
        {
            shape.Add(Integer());
            if (!Take(',') && (Next != ')' || shape.Count == 1))
            {
                // In Python (5) is a number; a tuple of one element is (5,).
                throw Error(Found(), "',' or, after a second dimension, ')'");
            }
        }

        return shape;
    }

    private long Integer()
    {
        SkipSpace();
        int first = _position;
        while (char.IsAsciiDigit(Next))
        {
            _position++;
        }

        ReadOnlySpan<char> digits = text.AsSpan(first, _position - first);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long value))
        {
            _position = first;
            throw Error(digits.IsEmpty ? Found() : MessageFormat.Quote(digits), "a dimension from 0 to 9223372036854775807");
        }

        // Python 2 wrote long integers as 5L.
        if (Next == 'L')
        {
            _position++;
        }

        return value;
    }

    private string String(string expected)
    {
        SkipSpace();
        char quote = Next;
        int first = _position + 1;
        int end = quote is '\'' or '"' ? text.IndexOf(quote, first) : -1;
        if (end < 0)
        {
            throw Error(Found(), expected);
        }

        _position = end + 1;
        SkipSpace();
        return text[first..end];
    }

    private void Expect(char c)
    {
        if (!Take(c))
        {
            throw Error(Found(), $"'{c}'");
        }
    }

    private bool Take(char c)
    {
        SkipSpace();
        bool taken = _position < text.Length && text[_position] == c;
        if (taken)
        {
            _position++;
            SkipSpace();
        }

        return taken;
    }

    private void SkipSpace()
    {
        while (Next is ' ' or '\t' or '\n' or '\r')
        {
            _position++;
        }
    }

    private string Found() => _position < text.Length ? MessageFormat.Quote(text.AsSpan(_position, 1)) : "the end of the header";

    private DataException Error(string found, string expected) =>
        new($"{source}: header, byte {start + _position}: found {found}, expected {expected}");
}

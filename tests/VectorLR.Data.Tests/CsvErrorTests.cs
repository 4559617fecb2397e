using System.Text;

namespace VectorLR.Data.Tests;

public sealed class CsvErrorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a,b,y\n1,2,0\n3,x,1\n", ": line 3, column 'b': found 'x', expected a finite number with a decimal point")]
    [InlineData("a,b,y\n1,2,0\n3,,1\n", ": line 3, column 'b': found no value, expected a finite number with a decimal point")]
    [InlineData("a,b,y\n1,\"\",0\n", ": line 2, column 'b': found no value, expected a finite number with a decimal point")]
    [InlineData("a,b,y\n1, ,0\n", ": line 2, column 'b': found no value, expected a finite number with a decimal point")]
    [InlineData("a,b,y\nNA,2,0\n", ": line 2, column 'a': found 'NA', expected a finite number with a decimal point")]
    [InlineData("a,b,y\nNaN,2,0\n", ": line 2, column 'a': found 'NaN', expected a finite number with a decimal point")]
    [InlineData("a,b,y\n-Infinity,2,0\n", ": line 2, column 'a': found '-Infinity', expected a finite number with a decimal point")]
    [InlineData("a,b,y\n1e999,2,0\n", ": line 2, column 'a': found '1e999', expected a finite number with a decimal point")]
    [InlineData("a,b,y\n0x10,2,0\n", ": line 2, column 'a': found '0x10', expected a finite number with a decimal point")]
    [InlineData("a,b,y\n(1),2,0\n", ": line 2, column 'a': found '(1)', expected a finite number with a decimal point")]
    [InlineData("a;b;y\n1,5;2;0\n", ": line 2, column 'a': found '1,5', expected a finite number with a decimal point")]
    [InlineData("a,b,y\n\"1,500\",2,0\n", ": line 2, column 'a': found '1,500', expected a finite number with a decimal point")]
    [InlineData("a,b,y\n\"1\n\",2,0\n", ": line 2, column 'a': found '1\\n', expected a finite number with a decimal point")]
    [InlineData("a,b,y\n1,2\0,0\n", ": line 2, column 'b': found '2\\u0000', expected a finite number with a decimal point")]
    [InlineData(
        "a,b,y\n1,2,0\n\"3\0\0\",4,1\n",
        ": line 3, column 'a': found '3\\u0000\\u0000', expected a finite number with a decimal point")]
    [InlineData("a,b,y\n1,2,0\n3,4,1\0\n", ": line 3, column 'y': found '1\\u0000', expected a label without NUL")]
    [InlineData("a,b,y\n1,2,n\0o\n", ": line 2, column 'y': found 'n\\u0000o', expected a label without NUL")]
    [InlineData("a,b,y\n\01,2,0\n", ": line 2, column 'a': found '\\u00001', expected a finite number with a decimal point")]
    [InlineData("a,b,y\n1, \"2\0\",0\n", ": line 2, column 'b': found '2\\u0000', expected a finite number with a decimal point")]
    [InlineData("a,b,y\n1\u00A0\0,2,0\n", ": line 2, column 'a': found '1\\u00a0\\u0000', expected a finite number with a decimal point")]
    [InlineData("a,b,y\n1,2,0\n3,4,\" 1\0\"\n", ": line 3, column 'y': found '1\\u0000', expected a label without NUL")]
    [InlineData("a,b,y\n\v1,2,0\n", ": line 2, column 'a': found '\\u000b1', expected a finite number with a decimal point")]
    [InlineData("a,b,y\n\"\n1\",2,0\n", ": line 2, column 'a': found '\\n1', expected a finite number with a decimal point")]
    [InlineData("a,b,y\n1,5\" \"x\",0\n", ": line 2, column 'b': found '5\" \"x\"', expected a finite number with a decimal point")]
    [InlineData("a,b,y\n1,2\u00A03,0\n", ": line 2, column 'b': found '2\\u00a03', expected a finite number with a decimal point")]
    [InlineData("a,b,y\n1,2,\n", ": line 2, column 'y': found no value, expected a label")]
    [InlineData("a,b,y\n1,2,0\n3,4,", ": line 3, column 'y': found no value, expected a label")]
    public void A_bad_value_is_refused_with_its_line_and_column(string text, string message) => Refused(text, message);

    [Theory]
    [InlineData("\n\na,b,y\n\n1,2,0\n\n3,x,1\n", 7, "b", "x")]
    [InlineData("a,b,y\r\n1,2,0\r\n3,x,1\r\n", 3, "b", "x")]
    [InlineData("a,b,y\r1,2,0\r3,x,1\r", 3, "b", "x")]
    [InlineData("a,b,y\r1,2,0\n\r3,4,0\n\n5,6,1\r7,x,1\r\n", 7, "b", "x")]
    [InlineData("a,b,y\r\r\n1,2,0\r\r\n\"3\",x,0\r\r\n", 5, "b", "x")]
    [InlineData("\uFEFFa,b,y\n1,x,0\n", 2, "b", "x")]
    [InlineData("y,a,b\n\"n\no\",1,x\n", 3, "b", "x")]
    [InlineData("y,a,b\n\"n\r\no\",1,2\r\n\"\n\",x,4\n", 5, "a", "x")]
    [InlineData("y,\"a\n\"\"x\"\",\n\",b\n1,2,x\n", 4, "b", "x")]
    [InlineData("y,a,b\n\"a,\"\"\n,\",x,4\n", 3, "a", "x")]
    public void Lines_are_counted_as_an_editor_shows_them(string text, int line, string column, string found) =>
        Refused(text, $": line {line}, column '{column}': found '{found}', expected a finite number with a decimal point");

    [Fact]
    public void Lines_are_counted_across_the_buffers_of_the_parser()
    {
        StringBuilder text = new("a,b,y\n");
        for (int line = 2; line < 30000; line++)
        {
            text.Append(line % 7 == 0 ? "\n" : $"{line},1.25,{line % 2}\r\n");
        }

        Refused($"{text}1,?,0\n", ": line 30000, column 'b': found '?', expected a finite number with a decimal point");
    }

    [Theory]
    [InlineData("a,b,y\n1,2,0\n1,2\n", ": line 3: found 2 fields, expected 3 as in the header")]
    [InlineData("a,b,y\n1,2,0,\n", ": line 2: found 4 fields, expected 3 as in the header")]
    [InlineData("a,b,y\n1,2,0\n  \n", ": line 3: found 1 fields, expected 3 as in the header")]
    [InlineData("a,b,y\n# comment\n1,2,0\n", ": line 2: found 1 fields, expected 3 as in the header")]
    [InlineData("a,y\n\"1\n2\",3,4\n", ": line 2: found 3 fields, expected 2 as in the header")]
    [InlineData(
        "a,y\n1, \"2,3\"\n",
        ": line 2: found 3 fields (a quote after a space does not hold a delimiter), expected 2 as in the header")]
    public void A_record_of_another_length_is_refused(string text, string message) => Refused(text, message);

    [Theory]
    [InlineData("a,y\n1, \"2\n3\"\n", ": line 3: found 1 fields, expected 2 as in the header")]
    [InlineData("a,b,y\n\"4, \",1\n", ": line 2: found 2 fields, expected 3 as in the header")]
    [InlineData("a,y\n1,0\n\0\0\0", ": line 3: found 1 fields, expected 2 as in the header")]
    public void A_record_of_another_length_is_not_taken_for_another_fault(string text, string message) => Refused(text, message);

    [Theory]
    [InlineData("", ": line 1: found an empty file, expected a header line")]
    [InlineData("\uFEFF", ": line 1: found an empty file, expected a header line")]
    [InlineData("\n\r\n", ": line 1: found an empty file, expected a header line")]
    [InlineData("a,b,y", ": line 2: found the end of the file, expected at least one example after the header")]
    [InlineData("a,b,y\n\n\n", ": line 4: found the end of the file, expected at least one example after the header")]
    [InlineData("y\n0\n1\n", ": line 1: found no column besides the labels, expected at least one feature")]
    [InlineData("a,b,Y\n1,2,3\n", ": line 1: found no column 'y' among 'a', 'b', 'Y'")]
    [InlineData("\na b c\n1,2,3\n", ": line 2: found no column 'y' among 'a b c'")]
    [InlineData("a,y,a\n1,2,3\n", ": line 1: found the column name 'a' twice in the header (columns 1 and 3), expected distinct names")]
    [InlineData("y,a, y\n1,2,3\n", ": line 1: found the column name 'y' twice in the header (columns 1 and 3), expected distinct names")]
    [InlineData(",a,y\n1,2,3\n", ": line 1: found no name for column 1 in the header, expected a name for each column")]
    [InlineData(
        "a\0,y\n1,2\n",
        ": line 1: found the column name 'a\\u0000' in the header, expected text without NUL; UTF-16 needs a byte order mark")]
    [InlineData("a,x\u00A0y\n1,2\n", ": line 1: found no column 'y' among 'a', 'x\\u00a0y'")]
    [InlineData("a,x\u200By\n1,2\n", ": line 1: found no column 'y' among 'a', 'x\\u200by'")]
    [InlineData("a,y,\n1,2,\n", ": line 1: found no name for column 3 in the header, expected a name for each column")]
    public void A_header_that_cannot_be_used_is_refused(string text, string message) => Refused(text, message);

    [Fact]
    public void A_wide_header_is_cut_in_the_message()
    {
        string header = string.Join(',', Enumerable.Range(1, 42).Select(column => $"c{column}"));
        string shown = string.Join(", ", Enumerable.Range(1, 40).Select(column => $"'c{column}'"));
        Refused(header + "\n", $": line 1: found no column 'y' among {shown} and 2 more");
    }

    [Theory]
    [InlineData("a,y\n1,0\n2,\"1\n3,0\n", 3, "'y'")]
    [InlineData("a,y\n1,0\n2,\"", 3, "'y'")]
    [InlineData("a,y\n\"1\"x,0\n", 2, "'a'")]
    [InlineData("a,y\n\"1\" ,0\n", 2, "'a'")]
    [InlineData("a,y\n\"1\"\0,0\n", 2, "'a'")]
    [InlineData("a,y\n\"1\"\"\"\"2,0\n3,\"1\"\n", 2, "'a'")]
    [InlineData("a,y\n1,\"\"\"\n2,\"1\"\n", 2, "'y'")]
    [InlineData("a,y\n1,0\n\"1\" \"2\",0\n", 3, "'a'")]
    [InlineData("y,a\n\"0\n\",\"1\"x\n", 3, "'a'")]
    [InlineData("a,y\n1,0,\"\n", 2, "3")]
    [InlineData("a,\"y\n1,0\n", 1, "2")]
    public void Quotes_that_do_not_match_are_refused(string text, int line, string column) => Refused(
        text, $": line {line}, column {column}: found a quote left open or text after a closing quote, expected quotes as in RFC 4180");

    [Theory]
    [InlineData("a,y\n1,0\n\uFFFF2,1\n", 2)]
    [InlineData("\na,\uFFFFy\n1,0\n2,1\n", 2)]
    [InlineData("a,y\n1,\"\uFFFF\"\n2,1\n", 2)]
    public void A_noncharacter_is_refused(string text, int line) =>
        Refused(text, $": line {line} or later: found the noncharacter U+FFFF, expected text");

    [Fact]
    public void A_record_without_end_is_refused()
    {
        const string Message = "found a record of more than 16000000 characters, expected a shorter one (is a quote left open?)";
        string filler = string.Concat(Enumerable.Repeat("1,2,0\n", ((1 << 24) / 6) + 1));
        Refused($"a,\"b,y\n{filler}", $": line 1: {Message}");
        Refused($"a,b,y\n\"{filler}", $": line 2: {Message}");
        Refused($"a,b,y\n\n1,2,0\n1,\"{filler}", $": line 4: {Message}");
    }

    [Theory]
    [InlineData("a,y\n1,caf\u00e9\n", ": line 1 or later: found the byte E9, expected text in UTF-8")]
    [InlineData("\u0093NUMPY\u0001", ": line 1 or later: found the byte 93, expected text in UTF-8")]
    public void Text_that_is_not_utf_8_is_refused(string text, string message)
    {
        string path = _folder.Write("bad.csv", Encoding.Latin1.GetBytes(text));
        Refusal.Is(path, message, () => CsvTable.Load(path, "y"));

        // A mark of UTF-8 does not make the rest UTF-8.
        string marked = _folder.Write("marked.csv", [0xEF, 0xBB, 0xBF, .. Encoding.Latin1.GetBytes(text)]);
        Refusal.Is(marked, message, () => CsvTable.Load(marked, "y"));
    }

    [Fact]
    public void A_bad_byte_deep_in_the_file_is_refused_near_its_line()
    {
        string filler = string.Concat(Enumerable.Repeat("1,2,0\n", 50000));
        string path = _folder.Write("bad.csv", [.. Encoding.ASCII.GetBytes("a,b,y\n" + filler), 0xFF]);
        DataException refused = Assert.Throws<DataException>(() => CsvTable.Load(path, "y"));
        Assert.Matches(@": line [1-5]\d{4} or later: found the byte FF, expected text in UTF-8$", refused.Message);
    }

    [Theory]
    [InlineData(
        "a,y\n1,x\n", null, ": column 'y': found only one class, 'x', in all 1 labels, expected two classes")]
    [InlineData(
        "a,y\n1,0\n2,0\n", null,
        ": column 'y': found only one class, '0', in all 2 labels, expected two classes")]
    [InlineData(
        "a,y\n1,x\n2,y\n3,z\n", null,
        ": column 'y': found 3 classes ('x', 'y', 'z'), expected two, or --positive VALUE to name class 1")]
    [InlineData("a,y\n1,x\n2,z\n", "y", ": column 'y': found no label equal to the positive value 'y', expected one of 'x', 'z'")]
    public void Labels_that_break_the_rule_are_refused(string text, string? positive, string message)
    {
        string path = _folder.Write("bad.csv", text);
        Refusal.Is(path, message, () => CsvTable.Load(path, "y", positive));
    }

    [Fact]
    public void Labels_that_are_of_no_known_class_are_refused_with_their_line()
    {
        string path = _folder.Write("bad.csv", "a,y\n1,yes\n\n2,Yes\n3,no\n");
        Refusal.Is(
            path, ": line 4, column 'y': found the label 'Yes', expected 'no' or 'yes' as in the model (--positive VALUE names class 1)",
            () => CsvTable.Load(path, "y", classes: new("no", "yes")));
    }

    private void Refused(string text, string message)
    {
        string path = _folder.Write("bad.csv", text);
        Refusal.Is(path, message, () => CsvTable.Load(path, "y"));
    }
}

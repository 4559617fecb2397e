namespace VectorLR.Data.Tests;

public sealed class NpyHeaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", 74, "the end of the header", "'{'")]
    [InlineData("[", 10, "'['", "'{'")]
    [InlineData("{", 74, "the end of the header", "a key in quotes or '}'")]
    [InlineData("{descr: 1}", 11, "'d'", "a key in quotes or '}'")]
    [InlineData("{'descr", 11, "'''", "a key in quotes or '}'")]
    [InlineData("{'descr\"", 11, "'''", "a key in quotes or '}'")]
    [InlineData("{'descr' '|u1'}", 19, "'''", "':'")]
    [InlineData("{'descr': u1}", 20, "'u'", "a dtype in quotes")]
    [InlineData("{'descr': [('a', '|u1')]}", 20, "a structured dtype", "one plain type such as '<f8'")]
    [InlineData("{'descr': ('|u1', 2)}", 20, "a structured dtype", "one plain type such as '<f8'")]
    [InlineData("{'descr': '|u1' 'x'}", 26, "'''", "',' or '}'")]
    [InlineData("{'descr': '|u1',, }", 26, "','", "a key in quotes or '}'")]
    [InlineData("{, }", 11, "','", "a key in quotes or '}'")]
    [InlineData("{'fortran_order': Falsch}", 28, "'F'", "True or False")]
    [InlineData("{'fortran_order': 0}", 28, "'0'", "True or False")]
    [InlineData("{'fortran_order': False0}", 33, "'0'", "',' or '}'")]
    [InlineData("{'shape': [1, 2]}", 20, "'['", "'('")]
    [InlineData("{'shape': (1 2)}", 23, "'2'", "',' or, after a second dimension, ')'")]
    [InlineData("{'shape': (5)}", 22, "')'", "',' or, after a second dimension, ')'")]
    [InlineData("{'shape': (-1, 2)}", 21, "'-'", "a dimension from 0 to 9223372036854775807")]
    [InlineData("{'shape': (1.5, 2)}", 22, "'.'", "',' or, after a second dimension, ')'")]
    [InlineData("{'shape': (,)}", 21, "','", "a dimension from 0 to 9223372036854775807")]
    [InlineData("{'shape': (1,,2)}", 23, "','", "a dimension from 0 to 9223372036854775807")]
    [InlineData("{'shape': (1, 2", 74, "the end of the header", "',' or, after a second dimension, ')'")]
    [InlineData("{'shape': (9223372036854775808, 2)}", 21, "'9223372036854775808'", "a dimension from 0 to 9223372036854775807")]
    [InlineData("{'shape': (None, 2)}", 21, "'N'", "a dimension from 0 to 9223372036854775807")]
    [InlineData("{'shap': (1, 2)}", 11, "the key 'shap'", "'descr', 'fortran_order' and 'shape', each once")]
    [InlineData("{'shape': (1, 2), 'shape': (1, 2)}", 28, "the key 'shape'", "'descr', 'fortran_order' and 'shape', each once")]
    [InlineData("{}", 74, "a header without one of its keys", "'descr', 'fortran_order' and 'shape'")]
    [InlineData("{} x", 13, "'x'", "only spaces and a line end after '}'")]
    [InlineData("{}\0", 12, "'\0'", "only spaces and a line end after '}'")]
    public void A_malformed_header_is_refused_with_its_place(string header, int place, string found, string expected)
    {
        // The header ends and the data begin at byte 74; no text above is longer than 63 characters.
        byte[] contents = [0x93, .. "NUMPY"u8, 1, 0, 64, 0, .. System.Text.Encoding.Latin1.GetBytes(header.PadRight(63) + "\n"), 1, 2];
        string path = _folder.Write("bad.npy", contents);
        string message = new DataException($": header, byte {place}: found {found}, expected {expected}").Message;
        Refusal.Is(path, message, () => NpyFile.LoadMatrix(path));
    }

    [Theory]
    [InlineData("{'descr': '|u1', 'shape': (1, 1)}")]
    [InlineData("{'fortran_order': True, 'shape': (1, 1)}")]
    [InlineData("{'descr': '|u1', 'fortran_order': True}")]
    public void A_header_that_lacks_a_key_is_refused(string header)
    {
        string path = _folder.Write("bad.npy", NpyBytes.Raw(header, [1]));
        DataException refused = Assert.Throws<DataException>(() => NpyFile.LoadMatrix(path));
        Assert.EndsWith(
            "found a header without one of its keys, expected 'descr', 'fortran_order' and 'shape'",
            refused.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[0], ": byte 0: found 0 bytes before the end of the file, expected 8 (the magic string and the version)")]
    [InlineData(
        new byte[] { 0x93, 78 }, ": byte 0: found 2 bytes before the end of the file, expected 8 (the magic string and the version)")]
    [InlineData(
        new byte[] { 0x50, 0x4B, 3, 4, 0, 0, 0, 0, 0 }, ": byte 0: found 504B03040000, expected 934E554D5059 (a .npy file)")]
    [InlineData(
        new byte[] { 0x93, 78, 85, 77, 80, 89, 4, 0, 0, 0 }, ": byte 6: found version 4.0, expected 1.0, 2.0 or 3.0")]
    [InlineData(
        new byte[] { 0x93, 78, 85, 77, 80, 89, 0, 0, 0, 0 }, ": byte 6: found version 0.0, expected 1.0, 2.0 or 3.0")]
    [InlineData(
        new byte[] { 0x93, 78, 85, 77, 80, 89, 1, 1, 0, 0 }, ": byte 6: found version 1.1, expected 1.0, 2.0 or 3.0")]
    [InlineData(
        new byte[] { 0x93, 78, 85, 77, 80, 89, 2, 0, 1, 0 },
        ": byte 8: found 2 bytes before the end of the file, expected 4 (the header length)")]
    [InlineData(
        new byte[] { 0x93, 78, 85, 77, 80, 89, 2, 0, 1, 0, 1, 0 }, ": byte 8: found a header of 65537 bytes, expected at most 65536")]
    [InlineData(
        new byte[] { 0x93, 78, 85, 77, 80, 89, 3, 0, 255, 255, 255, 255 },
        ": byte 8: found a header of 4294967295 bytes, expected at most 65536")]
    [InlineData(
        new byte[] { 0x93, 78, 85, 77, 80, 89, 1, 0, 10, 0, 123, 125 },
        ": byte 10: found 2 bytes before the end of the file, expected 10 (the header)")]
    public void What_stands_before_the_header_is_checked(byte[] contents, string message)
    {
        string path = _folder.Write("bad.npy", contents);
        Refusal.Is(path, message, () => NpyFile.LoadMatrix(path));
        Refusal.Is(path, message, () => NpyFile.LoadLabels(path));
    }
}

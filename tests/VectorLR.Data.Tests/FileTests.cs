using System.IO.Pipes;

namespace VectorLR.Data.Tests;

public sealed class FileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<Action<string>> Loads => new(
        path => NpyFile.LoadMatrix(path),
        path => NpyFile.LoadLabels(path),
        path => CsvTable.Load(path, "y"));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Loads))]
    public void A_file_that_is_not_there_is_refused(Action<string> load)
    {
        string missing = Path.Combine(_folder.FullName, "missing");
        Refusal.Is(missing, ": found no such file, expected a data file", () => load(missing));
        string deeper = Path.Combine(missing, "x");
        Refusal.Is(deeper, ": found no such file, expected a data file", () => load(deeper));
    }

    [Theory]
    [MemberData(nameof(Loads))]
    public void A_folder_is_refused(Action<string> load) =>
        Refusal.Is(_folder.FullName, ": found a folder, expected a file that can be read", () => load(_folder.FullName));

    [Theory]
    [MemberData(nameof(Loads))]
    public void A_file_that_another_holds_is_refused(Action<string> load)
    {
        string path = _folder.Write("held", "a,y\n1,0\n2,1\n");
        using FileStream held = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        DataException refused = Assert.Throws<DataException>(() => load(path));
        Assert.StartsWith(path + ": opening failed (", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("), expected a file that can be read", refused.Message, StringComparison.Ordinal);
        Assert.IsType<IOException>(refused.InnerException);
    }

    [Theory]
    [MemberData(nameof(Loads))]
    public void A_path_that_is_none_is_refused(Action<string> load)
    {
        Assert.Throws<ArgumentNullException>("path", () => load(null!));
        foreach ((string path, string shown) in new[] { ("", "''"), ("a\0b", "a\\u0000b") })
        {
            DataException refused = Assert.Throws<DataException>(() => load(path));
            Assert.StartsWith(shown + ": opening failed (", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_that_fails_while_it_is_read_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has a file that always fails to be read.");
        const string AddressSpace = "/proc/self/mem";
        DataException refused = Assert.Throws<DataException>(() => CsvTable.Load(AddressSpace, "y"));
        Assert.StartsWith(AddressSpace + ": reading failed (", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("), expected a file that can be read to its end", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_can_be_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "An anonymous pipe has no path on Windows.");
        DataSet table = ThroughPipe("a,y\n1,0\n2,1\n"u8.ToArray(), path => CsvTable.Load(path, "y"));
        Assert.Equal([1, 2], table.Features.ToDouble().ToArray().Cast<double>());
        FeatureMatrix matrix = ThroughPipe(NpyBytes.Of<byte>("|u1", "(2, 1)", [1, 2]), NpyFile.LoadMatrix);
        Assert.Equal([1, 2], matrix.Bytes.ToArray().Cast<byte>());
    }

    [Fact]
    public void Null_names_are_refused()
    {
        Assert.Throws<ArgumentNullException>("labelColumn", () => CsvTable.Load("x", null!));
        string matrix = _folder.Write("x.npy", NpyBytes.Of<byte>("|u1", "(1, 1)", [1]));
        Assert.Throws<ArgumentNullException>("path", () => NpyFile.Load(matrix, null!));
    }

    [Fact]
    public void A_file_is_closed_after_it_was_read_and_after_it_was_refused()
    {
        string path = _folder.Write("x.csv", "a,y\n1,0\n2,1\n");
        _ = CsvTable.Load(path, "y");
        Assert.Throws<DataException>(() => CsvTable.Load(path, "z"));
        Assert.Throws<DataException>(() => NpyFile.LoadMatrix(path));
        using FileStream alone = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.True(alone.CanWrite);
    }

    // The contents fit in the pipe's own buffer, so that all can be written, and the end closed, before anything is read.
    private static T ThroughPipe<T>(byte[] contents, Func<string, T> load)
    {
        using AnonymousPipeServerStream pipe = new(PipeDirection.Out);
        pipe.Write(contents);
        using FileStream reader = new($"/dev/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}", FileMode.Open, FileAccess.Read);
        pipe.Dispose();
        return load($"/dev/fd/{reader.SafeFileHandle.DangerousGetHandle()}");
    }
}

using Xunit;

namespace VectorLR.Training.Tests;

public class AtomicFileTests
{
    [Fact]
    public void A_failure_while_writing_leaves_what_was_there_and_nothing_beside_it()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "x");
        File.WriteAllText(path, "old");
        Assert.Throws<InvalidDataException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half of the new"u8);
            throw new InvalidDataException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets only some users make links.");
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "link");
        string target = Path.Combine(folder.Path, "target");
        File.CreateSymbolicLink(path, target);
        foreach (string text in (string[])["new", "newer"])
        {
            AtomicFile.WriteAllBytes(path, System.Text.Encoding.UTF8.GetBytes(text));
            Assert.Equal(target, new FileInfo(path).LinkTarget);
            Assert.Equal(text, File.ReadAllText(target));
        }
    }

    [Fact]
    public void A_device_is_written_to_and_stays_a_device()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has a device that is always full.");
        AtomicFile.WriteAllBytes("/dev/null", [1, 2, 3]);
        Assert.Empty(File.ReadAllBytes("/dev/null"));
        IOException full = Assert.Throws<IOException>(() => AtomicFile.WriteAllBytes("/dev/full", [1, 2, 3]));
        Assert.Contains("/dev/full", full.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles("/dev", "*.tmp"));
    }

    [Theory]
    [InlineData("600")]
    [InlineData("640")]
    [InlineData("666")]
    [InlineData("755")]
    [InlineData("444")]
    [InlineData("020")]
    public void An_overwritten_file_keeps_its_permissions(string octal)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such permissions.");
            return;
        }

        using TemporaryFolder folder = new();
        UnixFileMode mode = (UnixFileMode)Convert.ToInt32(octal, 8);
        foreach (bool throughLink in (bool[])[false, true])
        {
            string path = Path.Combine(folder.Path, $"target{throughLink}");
            File.WriteAllText(path, "old");
            File.SetUnixFileMode(path, mode);
            string written = throughLink ? Path.Combine(folder.Path, "link") : path;
            if (throughLink)
            {
                File.CreateSymbolicLink(written, path);
            }

            UnixFileMode[] temporary = [];
            AtomicFile.Write(written, stream =>
            {
                stream.Write("new"u8);
                if (!OperatingSystem.IsWindows())
                {
                    temporary = Modes(folder);
                }
            });
            Assert.Equal((UnixFileMode)0, Assert.Single(temporary) & ~mode);
            Assert.Equal(mode, File.GetUnixFileMode(path));
        }
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static UnixFileMode[] Modes(TemporaryFolder folder) =>
        [.. Directory.GetFiles(folder.Path, "*.tmp").Select(File.GetUnixFileMode)];

    [Fact]
    public void A_new_file_has_the_permissions_that_any_new_file_has()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such permissions.");
            return;
        }

        using TemporaryFolder folder = new();
        string plain = Path.Combine(folder.Path, "plain");
        File.WriteAllText(plain, "");
        string path = Path.Combine(folder.Path, "x");
        AtomicFile.WriteAllBytes(path, [1]);
        Assert.Equal(File.GetUnixFileMode(plain), File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task Several_threads_writing_one_path_leave_the_file_of_one_of_them_and_readers_see_whole_files()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "x");
        byte[][] contents = [.. Enumerable.Range(1, 4).Select(i => Enumerable.Repeat((byte)i, 100_000 * i).ToArray())];
        AtomicFile.WriteAllBytes(path, contents[0]);
        using CancellationTokenSource stop = new();
        Task reader = Task.Run(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    byte[] found = File.ReadAllBytes(path);
                    Assert.True(found.AsSpan().SequenceEqual(contents[found[0] - 1]), $"a torn file of {found.Length} bytes");
                }
            },
            TestContext.Current.CancellationToken);
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => AtomicFile.WriteAllBytes(path, contents[i % 4]));
        await stop.CancelAsync();
        await reader;
        byte[] last = File.ReadAllBytes(path);
        Assert.Equal(contents[last[0] - 1], last);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Files_that_belong_together_are_all_written_or_none()
    {
        using TemporaryFolder folder = new();
        string first = Path.Combine(folder.Path, "first");
        string second = Path.Combine(folder.Path, "second");
        string other = Path.Combine(folder.Path, "new");
        File.WriteAllText(first, "old first");
        File.WriteAllText(second, "old second");
        static Action<Stream> Text(string text) => stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text));

        // The last cannot be written; and its name is taken by a folder once all are complete.
        Assert.Throws<IOException>(() => AtomicFile.WriteTogether(
            (first, Text("1")), (second, Text("2")), (other, _ => throw new IOException())));
        Assert.ThrowsAny<UnauthorizedAccessException>(() => AtomicFile.WriteTogether(
            (first, Text("1")), (second, Text("2")), (other, _ => Directory.CreateDirectory(other))));
        Assert.Equal(("old first", "old second"), (File.ReadAllText(first), File.ReadAllText(second)));
        Directory.Delete(other);
        Assert.Equal(2, Directory.GetFileSystemEntries(folder.Path).Length);

        AtomicFile.WriteTogether((first, Text("1")), (other, Text("3")), (second, Text("2")));
        Assert.Equal(("1", "3", "2"), (File.ReadAllText(first), File.ReadAllText(other), File.ReadAllText(second)));
        Assert.Equal(3, Directory.GetFileSystemEntries(folder.Path).Length);
    }

    [Fact]
    public void A_file_that_was_replaced_is_restored_where_a_later_one_cannot_be()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs a folder that vanishes while a file in it is open.");
        using TemporaryFolder folder = new();
        string first = Path.Combine(folder.Path, "first");
        string other = Path.Combine(folder.Path, "new");
        string gone = Directory.CreateDirectory(Path.Combine(folder.Path, "gone")).FullName;
        File.WriteAllText(first, "old");
        Assert.ThrowsAny<IOException>(() => AtomicFile.WriteTogether(
            (first, stream => stream.Write("1"u8)),
            (other, stream => stream.Write("2"u8)),
            (Path.Combine(gone, "last"), stream => Directory.Delete(gone, recursive: true))));
        Assert.Equal("old", File.ReadAllText(first));
        Assert.Equal([first], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void What_a_killed_process_left_is_deleted_and_what_is_in_use_or_another_s_is_not()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "m.json");
        string left = $"{path}.4321-0123456789abcdef.tmp";
        string inUse = $"{path}.4321-fedcba9876543210.tmp";
        string[] others =
        [
            $"{path}.tmp", $"{path}.4321.tmp", $"{path}.4321-0123.tmp", $"{path}.4321-0123456789abcdeg.tmp",
            $"{path}.x-0123456789abcdef.tmp", Path.Combine(folder.Path, "other.json.4321-0123456789abcdef.tmp"),
        ];
        foreach (string file in (string[])[left, inUse, .. others])
        {
            File.WriteAllText(file, "");
        }

        string leftFolder = $"{path}.4321-00000000000000aa.tmp";
        string usedFolder = $"{path}.4321-00000000000000bb.tmp";
        foreach (string made in (string[])[leftFolder, usedFolder])
        {
            Directory.CreateDirectory(made);
            File.WriteAllText(Path.Combine(made, "m.json"), "");
        }

        using (FileStream second = new(Path.Combine(usedFolder, "m.json"), FileMode.Open, FileAccess.Write, FileShare.Read))
        using (FileStream writer = new(inUse, FileMode.Open, FileAccess.Write, FileShare.Read))
        {
            AtomicFile.Write(path, stream =>
            {
                // A second write within the first leaves the first's file alone.
                stream.Write("outer"u8);
                AtomicFile.WriteAllBytes(path, "inner"u8);
            });
        }

        Assert.Equal("outer", File.ReadAllText(path));
        Assert.Equal(((string[])[path, inUse, usedFolder, .. others]).Order(), Directory.GetFileSystemEntries(folder.Path).Order());
    }
}

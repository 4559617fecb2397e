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
}

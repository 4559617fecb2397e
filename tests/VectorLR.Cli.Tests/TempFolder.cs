using System.Text;

namespace VectorLR.Cli.Tests;

/// <summary>A temporary folder, deleted after the test, and the files in it.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo _folder;

    public TempFolder(bool besideTheTests = false) => _folder = besideTheTests
        ? Directory.CreateDirectory(System.IO.Path.Combine(AppContext.BaseDirectory, $"vectorlr-{Guid.NewGuid()}"))
        : Directory.CreateTempSubdirectory("vectorlr-");

    public string Name => _folder.FullName;

    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(Path(name), text);
        return Path(name);
    }

    public string Copy(string sample)
    {
        using Stream source = typeof(VectorLR.Data.Samples).Assembly.GetManifestResourceStream(sample)!;
        using FileStream destination = File.Create(Path(sample));
        source.CopyTo(destination);
        return Path(sample);
    }

    public string WriteNpy(string name, string type, string shape, ReadOnlySpan<byte> data, byte version = 1, bool fortranOrder = false)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': {fortranOrder}, 'shape': {shape}, }}";
        header = header.PadRight(version == 1 ? 117 : 115) + "\n";
        byte[] length = version == 1 ? [(byte)header.Length, 0] : [(byte)header.Length, 0, 0, 0];
        byte[] bytes = [0x93, .. "NUMPY"u8, version, 0, .. length, .. Encoding.ASCII.GetBytes(header), .. data];
        File.WriteAllBytes(Path(name), bytes);
        return Path(name);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

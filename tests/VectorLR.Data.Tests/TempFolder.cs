namespace VectorLR.Data.Tests;

/// <summary>A temporary folder, deleted after the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string FullName { get; } = Directory.CreateTempSubdirectory("vectorlr-").FullName;

    public string Write(string name, byte[] contents)
    {
        string path = Path.Combine(FullName, name);
        File.WriteAllBytes(path, contents);
        return path;
    }

    public string Write(string name, string contents) => Write(name, System.Text.Encoding.UTF8.GetBytes(contents));

    public void Dispose() => Directory.Delete(FullName, recursive: true);
}

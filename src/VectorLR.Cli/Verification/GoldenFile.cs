using System.Text;

namespace VectorLR.Cli.Verification;

/// <summary>The golden hashes of the operations: one line for each entry, with its name and its hash.</summary>
/// <remarks>
/// They change only when the definition of an operation changes; the commit message then says which and why.
/// <c>vectorlr verify --write FILE</c> writes the file.
/// </remarks>
internal static class GoldenFile
{
    private const string Resource = "golden.txt";

    /// <summary>Returns the golden hashes embedded in the tool.</summary>
    public static IReadOnlyDictionary<string, string> Embedded()
    {
        using Stream stream = typeof(GoldenFile).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly was built without its resource {Resource}.");
        using StreamReader reader = new(stream);
        return Parse(reader.ReadToEnd(), Resource);
    }

    public static IReadOnlyDictionary<string, string> Read(string path) =>
        File.Exists(path) ? Parse(File.ReadAllText(path), path) : throw new UsageException($"{path}: does not exist");

    /// <summary>Returns the file as bytes, in the order of the suite, the same on every system.</summary>
    public static byte[] Format(IEnumerable<KeyValuePair<string, string>> hashes) =>
        Encoding.UTF8.GetBytes(string.Concat(hashes.Select(hash => $"{hash.Key} {hash.Value}\n")));

    private static Dictionary<string, string> Parse(string text, string name)
    {
        Dictionary<string, string> hashes = [];
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].TrimEnd('\r');
            string[] parts = line.Split(' ');
            if (line.Length == 0 && i == lines.Length - 1)
            {
                break;
            }

            if (parts.Length != 2 || parts[0].Length == 0 || parts[1].Length != 16 || !parts[1].All(char.IsAsciiHexDigitLower))
            {
                throw new UsageException($"{name}: line {i + 1}: found '{line}', expected a name and 16 lower-case hexadecimal digits");
            }

            if (!hashes.TryAdd(parts[0], parts[1]))
            {
                throw new UsageException($"{name}: line {i + 1}: found '{parts[0]}' twice, expected each name once");
            }
        }

        return hashes;
    }
}

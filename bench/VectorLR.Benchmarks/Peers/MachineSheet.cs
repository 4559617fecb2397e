using System.Globalization;
using System.Numerics.Tensors;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using MathNet.Numerics.LinearAlgebra;
using VectorLR.Cli;

namespace VectorLR.Benchmarks.Peers;

/// <summary>The environment of a run: hardware, system and versions.</summary>
/// <param name="Processor">The name of the processor.</param>
/// <param name="Family">Family and model as the system reports them, or empty.</param>
/// <param name="Isa">The instruction set that the kernels used.</param>
/// <param name="Cores">The number of cores that the process may use.</param>
/// <param name="Caches">The data caches that a core sees.</param>
/// <param name="System">The operating system.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="Versions">The peers' versions.</param>
/// <param name="Date">The day of the run, UTC.</param>
internal sealed record MachineSheet(
    string Processor,
    string Family,
    string Isa,
    int Cores,
    IReadOnlyList<string> Caches,
    string System,
    string Runtime,
    IReadOnlyDictionary<string, string> Versions,
    string Date)
{
    public static MachineSheet OfThisMachine(IEnumerable<KeyValuePair<string, string>> otherVersions)
    {
        SortedDictionary<string, string> versions = new(StringComparer.Ordinal)
        {
            ["System.Numerics.Tensors"] = Version(typeof(TensorPrimitives)),
            ["MathNet.Numerics"] = Version(typeof(Matrix<float>)),
        };
        if (OpenBlas.IsAvailable)
        {
            versions["OpenBLAS"] = OpenBlas.Description;
        }

        foreach ((string name, string version) in otherVersions)
        {
            versions[name] = version;
        }

        return new(
            SystemInfo.ProcessorName(),
            FamilyAndModel(),
            Cpu.Isa.ToString(),
            Environment.ProcessorCount,
            [.. SystemInfo.Caches()],
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
            RuntimeInformation.FrameworkDescription,
            versions,
            DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    /// <summary>The size of the largest cache in bytes, or 32 MiB if the system does not report it.</summary>
    public static long LargestCache { get; } = SystemInfo.Caches()
        .Select(text => text.Split(' '))
        .Select(words => long.Parse(words[1], CultureInfo.InvariantCulture) * (words[2] == "MiB" ? 1 << 20 : 1 << 10))
        .DefaultIfEmpty(32 << 20)
        .Max();

    /// <summary>The folder name of this machine's results: processor, family and instruction set in lower case with hyphens.</summary>
    public string FolderName()
    {
        StringBuilder name = new();
        foreach (char c in $"{Processor} {Family} {Isa}".ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                name.Append(c);
            }
            else if (name.Length > 0 && name[^1] != '-')
            {
                name.Append('-');
            }
        }

        return name.ToString().Trim('-');
    }

    private static string FamilyAndModel()
    {
        const string CpuInfo = "/proc/cpuinfo";
        if (!File.Exists(CpuInfo))
        {
            return "";
        }

        Dictionary<string, string> first = File.ReadLines(CpuInfo)
            .TakeWhile(line => line.Length > 0)
            .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0])
            .ToDictionary(group => group.Key, group => group.First()[1]);
        return first.TryGetValue("cpu family", out string? family) && first.TryGetValue("model", out string? model)
            ? $"family {family} model {model}"
            : first.TryGetValue("CPU part", out string? part) ? $"part {part}" : "";
    }

    private static string Version(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}

using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace VectorLR.Cli;

/// <summary>Reads the names and sizes that the system reports.</summary>
internal static class SystemInfo
{
    /// <summary>Returns the name of the processor, from CPUID on x86 and from the system elsewhere.</summary>
    public static string ProcessorName()
    {
        if (X86Base.IsSupported && (uint)X86Base.CpuId(unchecked((int)0x80000000), 0).Eax >= 0x80000004)
        {
            // The brand string has 48 characters, in the registers of three leaves.
            Span<int> words = stackalloc int[12];
            for (int leaf = 0; leaf < 3; leaf++)
            {
                (words[4 * leaf], words[(4 * leaf) + 1], words[(4 * leaf) + 2], words[(4 * leaf) + 3]) =
                    X86Base.CpuId(unchecked((int)0x80000002) + leaf, 0);
            }

            return Encoding.ASCII.GetString(MemoryMarshal.AsBytes(words)).Trim('\0', ' ');
        }

        const string CpuInfo = "/proc/cpuinfo";
        string? model = File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.OrdinalIgnoreCase))
            : null;
        return model?.Split(':', 2)[^1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    /// <summary>Returns the data caches of the first core, smallest first; empty when the system does not report them.</summary>
    public static IEnumerable<string> Caches()
    {
        if (!X86Base.IsSupported)
        {
            return SystemCaches();
        }

        // Intel reports caches in leaf 4, AMD in leaf 0x8000001D with the same layout.
        foreach (int leaf in (int[])[4, unchecked((int)0x8000001D)])
        {
            List<string> found = [];
            for (int index = 0; index < 16 && (leaf > 0 || (uint)X86Base.CpuId(unchecked((int)0x80000000), 0).Eax >= (uint)leaf); index++)
            {
                (int eax, int ebx, int ecx, _) = X86Base.CpuId(leaf, index);
                int kind = eax & 31;
                if (kind == 0)
                {
                    break;
                }

                if (kind != 2)
                {
                    long size = ((ebx >>> 22) + 1L) * (((ebx >> 12) & 0x3FF) + 1) * ((ebx & 0xFFF) + 1) * (ecx + 1L);
                    found.Add($"L{(eax >> 5) & 7} {Size(size)}");
                }
            }

            if (found.Count > 0)
            {
                return found;
            }
        }

        return [];
    }

    private static List<string> SystemCaches()
    {
        const string Folder = "/sys/devices/system/cpu/cpu0/cache";
        List<string> found = [];
        for (int index = 0; Directory.Exists($"{Folder}/index{index}"); index++)
        {
            string Read(string name) => File.ReadAllText($"{Folder}/index{index}/{name}").Trim();
            if (Read("type") != "Instruction")
            {
                found.Add($"L{Read("level")} {Read("size")}");
            }
        }

        return found;
    }

    private static string Size(long bytes) => bytes >= 1 << 20
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 20)} MiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024} KiB");
}

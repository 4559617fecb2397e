// Trains over a mapped file of any size, beside only reading the same mapping, in turn and in one process:
// dotnet run -c Release --project bench/VectorLR.Streaming -- [GIGABYTES] [ROUNDS]
using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using VectorLR;
using VectorLR.Data;
using VectorLR.Training;

const int Features = 12_288;
double gigabytes = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 6;
int rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
int count = (int)(gigabytes * 1e9 / Features);
string path = Path.Combine(Path.GetTempPath(), $"vectorlr-streaming-{Environment.ProcessId}.npy");
string sparse = Path.ChangeExtension(path, ".sparse.npy");
try
{
    Write(path, count);
    WriteSparse(sparse, count);
    double[] labels = [.. Enumerable.Range(0, count).Select(i => (double)(i % 2))];
    double[] weights = [.. Enumerable.Range(0, Features).Select(j => Math.Sin(j))];
    double[] gradient = new double[Features];
    double bytes = (double)count * Features;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{count} x {Features} bytes, {bytes / 1e9:F2} GB, {Environment.ProcessorCount} threads, {Cpu.Isa}"));
    Console.WriteLine("round  pages        only reading  one pass of training  of reading's speed  private memory");
    Dictionary<string, List<double>> shares = [];
    for (int round = 0; round < rounds; round++)
    {
        foreach (string pages in OperatingSystem.IsLinux() ? (string[])["on disk", "in cache", "of holes"] : ["in cache"])
        {
            // In turn first and second: some disks are fast until they have given so many bytes.
            double Reading() => Seconds(pages, Read);
            double Training() => Seconds(pages, source =>
                LogisticObjective.Create(source, labels, Precision.Single, new() { Scale = 255 }).Evaluate(weights, 0, gradient));
            double training = round % 2 == 1 ? Training() : 0;
            double reading = Reading();
            training = round % 2 == 0 ? Training() : training;
            shares.TryAdd(pages, []);
            shares[pages].Add(reading / training);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{round,5}  {pages,-8} {bytes / reading / 1e9,10:F2} GB/s {bytes / training / 1e9,16:F2} GB/s "
                + $"{100 * reading / training,17:F0} % {PrivateBytes() / 1e6,12:F0} MB"));
        }
    }

    foreach ((string pages, List<double> share) in shares)
    {
        share.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{pages}: training at {100 * share[share.Count / 2]:F0} % of reading's speed, the median of {rounds} rounds "
            + $"({100 * share[0]:F0} to {100 * share[^1]:F0})"));
    }
}
finally
{
    File.Delete(path);
    File.Delete(sparse);
}

double Seconds(string pages, Action<IExampleSource<byte>> pass)
{
    // Each pass has its own mapping, and the previous one is disposed: the system keeps the pages of a live mapping. The handle is released
    // only after its owner.
    for (int i = 0; i < 3; i++)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    string file = pages == "of holes" ? sparse : path;
    if (pages != "in cache")
    {
        using Process evict = Process.Start("dd", ["if=" + file, "iflag=nocache", "count=0", "status=none"]);
        evict.WaitForExit();
    }

    return Time(pass, file);
}

[MethodImpl(MethodImplOptions.NoInlining)]
static double Time(Action<IExampleSource<byte>> pass, string path)
{
    IExampleSource<byte> source = NpyFile.MapMatrix(path).AsBytes();
    long begin = Stopwatch.GetTimestamp();
    pass(source);
    return Stopwatch.GetElapsedTime(begin).TotalSeconds;
}

static byte[] Header(int count)
{
    string header = $"{{'descr': '|u1', 'fortran_order': False, 'shape': ({count}, {Features}), }}".PadRight(117) + "\n";
    return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header)];
}

// A header, and then nothing: pages that the system makes when they are first read.
static void WriteSparse(string path, int count)
{
    using FileStream file = File.Create(path);
    file.Write(Header(count));
    file.SetLength(file.Length + ((long)count * Features));
}

// A header, and the same thousand examples again and again: real bytes, on the disk and in the page cache.
static void Write(string path, int count)
{
    using FileStream file = File.Create(path);
    file.Write(Header(count));
    byte[] block = new byte[1024 * Features];
    new Random(1).NextBytes(block);
    for (int written = 0; written < count; written += 1024)
    {
        file.Write(block.AsSpan(0, Math.Min(1024, count - written) * Features));
    }

    file.Flush(flushToDisk: true);
}

// As the objective does: chunks of examples, shared out among the cores; four registers at a time, and a sum so that no read is left out.
static void Read(IExampleSource<byte> source)
{
    const int Chunks = 64;
    ulong[] sums = new ulong[Chunks];
    Parallel.For(0, Chunks, chunk =>
    {
        int start = (int)((long)source.Count * chunk / Chunks);
        int end = (int)((long)source.Count * (chunk + 1) / Chunks);
        sums[chunk] = Sum(source.Slice(start, end - start).Values);
    });
    GC.KeepAlive(sums);
}

[MethodImpl(MethodImplOptions.AggressiveOptimization)]
static ulong Sum(ReadOnlySpan<byte> bytes)
{
    ReadOnlySpan<Vector<ulong>> values = MemoryMarshal.Cast<byte, Vector<ulong>>(bytes);
    Vector<ulong> a = Vector<ulong>.Zero, b = a, c = a, d = a;
    for (int i = 0; i <= values.Length - 4; i += 4)
    {
        a += values[i];
        b += values[i + 1];
        c += values[i + 2];
        d += values[i + 3];
    }

    return Vector.Sum(a + b + (c + d));
}

static long PrivateBytes() => OperatingSystem.IsLinux()
    ? 1024 * long.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith("RssAnon:", StringComparison.Ordinal))[8..^2],
        CultureInfo.InvariantCulture)
    : Environment.WorkingSet;

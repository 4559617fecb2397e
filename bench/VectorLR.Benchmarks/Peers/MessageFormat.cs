using System.Globalization;
using VectorLR.Cli.Measuring;

namespace VectorLR.Benchmarks.Peers;

/// <summary>Figures as the tables show them.</summary>
internal static class MessageFormat
{
    public static string Seconds(double seconds) => SpeedupTable.Time(seconds);

    /// <summary>Our time, with the slowdown at the worst stack alignment if that exceeds noise.</summary>
    public static string Ours(PeerItem item) => item.WorstPlace > 1.25
        ? string.Create(CultureInfo.InvariantCulture, $"{Seconds(item.Seconds)} (x {item.WorstPlace:F1})")
        : Seconds(item.Seconds);

    public static string Ratio(double ratio) => ratio.ToString(ratio < 100 ? "F2" : "F0", CultureInfo.InvariantCulture);

    public static string RatioWithSpread(PeerRow row) => row is { Lower: double lower, Upper: double upper }
        ? $"{Ratio(row.Ratio)} ({Ratio(lower)} to {Ratio(upper)})"
        : Ratio(row.Ratio);

    public static string Error(double? error, string unit) => error switch
    {
        null => "",
        double ulps when unit == "ULP" => double.IsInfinity(ulps) ? "infinite" : ulps.ToString("F2", CultureInfo.InvariantCulture) + " ULP",
        double relative => relative.ToString("0.0e+0", CultureInfo.InvariantCulture),
    };

    public static string OfLimit(PeerItem item) =>
        item.OfLimit is double fraction ? string.Create(CultureInfo.InvariantCulture, $"{100 * fraction:F0} %") : "";

    public static string Peer(PeerRow row) => row.OtherProcess ? $"{row.Peer} (own process)" : row.Peer;

    public static string Rate(double bytesPerSecond) => string.Create(CultureInfo.InvariantCulture, $"{bytesPerSecond / 1e9:F1} GB/s");
}

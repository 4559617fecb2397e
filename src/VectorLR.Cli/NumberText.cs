using System.Globalization;

namespace VectorLR.Cli;

/// <summary>Formats numbers for people. Files and JSON have every digit instead.</summary>
internal static class NumberText
{
    /// <summary>Formats a number with at most so many significant digits: 0.00123, 1.5e-7.</summary>
    public static string Of(double value, int digits = 6)
    {
        string text = value.ToString($"G{digits}", CultureInfo.InvariantCulture);
        int exponent = text.IndexOf('E', StringComparison.Ordinal);
        return exponent < 0 ? text : $"{text[..exponent]}e{int.Parse(text[(exponent + 1)..], CultureInfo.InvariantCulture)}";
    }

    /// <summary>Formats a share as percent with three decimals.</summary>
    public static string Percent(double share) => share.ToString("P3", CultureInfo.InvariantCulture);
}

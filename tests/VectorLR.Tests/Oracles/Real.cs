namespace VectorLR.Tests;

/// <summary>
/// A double-double with an exponent of its own, (High + Low) 2^Exponent with 1 at most |High| below 2, or 0: nothing under- or overflows.
/// </summary>
internal readonly struct Real
{
    // Beyond this distance the smaller of two summands is below 2^-300 of the larger, far under the arithmetic's own 2^-102.
    private const int Reach = 300;

    private readonly DoubleDouble _significand;
    private readonly int _exponent;

    public Real(DoubleDouble value, int exponent = 0)
    {
        if (value.High == 0)
        {
            _significand = DoubleDouble.Zero;
            return;
        }

        int shift = Math.ILogB(value.High);
        _significand = new(Math.ScaleB(value.High, -shift), Math.ScaleB(value.Low, -shift));
        _exponent = exponent + shift;
    }

    public bool IsNegative => _significand.High < 0;

    public bool IsZero => _significand.High == 0;

    /// <summary>e such that 2^e is at most |value| and 2^(e+1) above it.</summary>
    public int Exponent => Math.Abs(_significand.High) == 1 && _significand.Low * _significand.High < 0 ? _exponent - 1 : _exponent;

    public static implicit operator Real(double value) => new(value);

    public static Real operator -(Real value) => new(-value._significand, value._exponent);

    public static Real operator +(Real a, Real b)
    {
        if (a.IsZero || b.IsZero)
        {
            return a.IsZero ? b : a;
        }

        (Real large, Real small) = a._exponent >= b._exponent ? (a, b) : (b, a);
        int distance = small._exponent - large._exponent;
        return distance < -Reach ? large : new(large._significand + Scale(small._significand, distance), large._exponent);
    }

    public static Real operator -(Real a, Real b) => a + -b;

    public static Real operator *(Real a, Real b) => new(a._significand * b._significand, a._exponent + b._exponent);

    public static Real operator /(Real a, Real b) => new(a._significand / b._significand, a._exponent - b._exponent);

    /// <summary>value * 2^power as a double-double; only for results within double's normal range.</summary>
    public DoubleDouble ToDoubleDouble(int power = 0) => Scale(_significand, Math.Max(_exponent + power, -2000));

    public override string ToString() => IsZero ? "0" : $"{_significand.High:R} * 2^{_exponent}";

    private static DoubleDouble Scale(DoubleDouble value, int power) => new(Math.ScaleB(value.High, power), Math.ScaleB(value.Low, power));
}

namespace VectorLR;

/// <summary>The constants of the elementary functions, each rounded to its type. Made by docs/coefficients/minimax.py.</summary>
internal static class Coefficients
{
    public static class OfSingle
    {
        // For the reduction to |r| at most ln 2 / 2.
        public const float Log2E = 1.44269502f; // 0x1.7154760000000p+0
        public const float Ln2Hi = 0.693147182f; // 0x1.62e4300000000p-1
        public const float Ln2Lo = -1.90465421e-9f; // -0x1.05c6100000000p-29

        // ln 2 with room for the product with an exponent, and the rest of it.
        public const float Ln2Short = 0.693145752f; // 0x1.62e4000000000p-1
        public const float Ln2ShortLo = 1.42860677e-6f; // 0x1.7f7d1c0000000p-20

        // q of e^r = 1 + r + r^2 q(r): largest error 2^-28.248 of e^r for |r| at most ln 2 / 2.
        public const float Exp0 = 0.49999994f; // 0x1.fffffc0000000p-2
        public const float Exp1 = 0.166665226f; // 0x1.5554940000000p-3
        public const float Exp2 = 0.0416682921f; // 0x1.5558be0000000p-5
        public const float Exp3 = 0.00836853217f; // 0x1.1238560000000p-7
        public const float Exp4 = 0.00138183043f; // 0x1.6a3d120000000p-10

        // e^r itself, fast: largest error 2^-13.707 of e^r for |r| at most ln 2 / 2.
        public const float ExpFast0 = 0.999928057f; // 0x1.fff6920000000p-1
        public const float ExpFast1 = 1.00016403f; // 0x1.000ac00000000p+0
        public const float ExpFast2 = 0.504963458f; // 0x1.028a920000000p-1
        public const float ExpFast3 = 0.165669978f; // 0x1.534ac80000000p-3

        // p of log1p(f) = 2 s + s^3 p(s^2), s = f / (2 + f): largest error 2^-28.394 of log1p(f) for f from -1/4 to 1/2.
        public const float Log0 = 0.666669488f; // 0x1.5555b40000000p-1
        public const float Log1 = 0.399576783f; // 0x1.992aa80000000p-2
        public const float Log2 = 0.303637505f; // 0x1.36ecc00000000p-2

        /// <summary>All of them, for whoever checks that none has changed.</summary>
        public static ReadOnlySpan<float> All =>
        [
            Log2E, Ln2Hi, Ln2Lo,
            Ln2Short, Ln2ShortLo,
            Exp0, Exp1, Exp2, Exp3, Exp4,
            ExpFast0, ExpFast1, ExpFast2, ExpFast3,
            Log0, Log1, Log2,
        ];
    }

    public static class OfDouble
    {
        // For the reduction to |r| at most ln 2 / 2.
        public const double Log2E = 1.4426950408889634; // 0x1.71547652b82fep+0
        public const double Ln2Hi = 0.69314718055994529; // 0x1.62e42fefa39efp-1
        public const double Ln2Lo = 2.3190468138462996e-17; // 0x1.abc9e3b39803fp-56

        // ln 2 with room for the product with an exponent, and the rest of it.
        public const double Ln2Short = 0.69314718055989033; // 0x1.62e42fefa3800p-1
        public const double Ln2ShortLo = 5.4979230187083712e-14; // 0x1.ef35793c76730p-45

        // q of e^r = 1 + r + r^2 q(r): largest error 2^-57.915 of e^r for |r| at most ln 2 / 2.
        public const double Exp0 = 0.50000000000000111; // 0x1.000000000000ap-1
        public const double Exp1 = 0.16666666666666466; // 0x1.555555555550dp-3
        public const double Exp2 = 0.041666666666528809; // 0x1.55555555507bap-5
        public const double Exp3 = 0.0083333333334701908; // 0x1.111111112453ep-7
        public const double Exp4 = 0.001388888894369717; // 0x1.6c16c184319e9p-10
        public const double Exp5 = 0.00019841269546293661; // 0x1.a01a013850ea0p-13
        public const double Exp6 = 2.4801493174655409e-5; // 0x1.a0199a21b9c29p-16
        public const double Exp7 = 2.7557558439132065e-6; // 0x1.71df0cbfe2c34p-19
        public const double Exp8 = 2.7630193437022903e-7; // 0x1.28ad4c22afa08p-22
        public const double Exp9 = 2.500722831859888e-8; // 0x1.ad9ef408c80ffp-26

        // e^r itself, fast: largest error 2^-13.707 of e^r for |r| at most ln 2 / 2.
        public const double ExpFast0 = 0.9999280724392462; // 0x1.fff69282f52ffp-1
        public const double ExpFast1 = 1.0001641901170839; // 0x1.000ac2a72ee65p+0
        public const double ExpFast2 = 0.50496329829658182; // 0x1.028a8ca7ba6cdp-1
        public const double ExpFast3 = 0.16566840036625391; // 0x1.5349f44c6df7ap-3

        // p of log1p(f) = 2 s + s^3 p(s^2), s = f / (2 + f): largest error 2^-62.657 of log1p(f) for f from -1/4 to 1/2.
        public const double Log0 = 0.66666666666666596; // 0x1.555555555554fp-1
        public const double Log1 = 0.4000000000005664; // 0x1.999999999c175p-2
        public const double Log2 = 0.28571428555841549; // 0x1.24924921e4c2ep-2
        public const double Log3 = 0.22222224294667983; // 0x1.c71c748f32b39p-3
        public const double Log4 = 0.18181665995345331; // 0x1.745c4b02f1bc4p-3
        public const double Log5 = 0.1539110778007228; // 0x1.3b35bb2d2b735p-3
        public const double Log6 = 0.13173672408352669; // 0x1.0dcbfbccf7a65p-3
        public const double Log7 = 0.13842529792670141; // 0x1.1b7eb8fc461f3p-3

        /// <summary>All of them, for whoever checks that none has changed.</summary>
        public static ReadOnlySpan<double> All =>
        [
            Log2E, Ln2Hi, Ln2Lo,
            Ln2Short, Ln2ShortLo,
            Exp0, Exp1, Exp2, Exp3, Exp4, Exp5, Exp6, Exp7, Exp8, Exp9,
            ExpFast0, ExpFast1, ExpFast2, ExpFast3,
            Log0, Log1, Log2, Log3, Log4, Log5, Log6, Log7,
        ];
    }
}

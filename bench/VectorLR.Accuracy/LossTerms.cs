namespace VectorLR.Accuracy;

/// <summary>
/// A log-loss term is softplus for label 0 and the negative of log-sigmoid for label 1, but takes e^-|z| below the normal numbers for 0.
/// The bits are compared; the error is not measured again.
/// </summary>
internal static class LossTerms
{
    /// <summary>How many logits were compared; an exception at one that differs.</summary>
    public static int CountEqual()
    {
        int count = 0;
        float[] softplus = new float[1];
        float[] logSigmoid = new float[1];
        for (ulong bits = 0; bits <= uint.MaxValue; bits += 4099)
        {
            float z = BitConverter.UInt32BitsToSingle((uint)bits);
            if (float.IsNaN(z))
            {
                continue;
            }

            Kernels.Softplus([z], softplus);
            Kernels.LogSigmoid([z], logSigmoid);
            if (!AreEqual(z, Kernels.LogLoss([z], [0f]), softplus[0]) || !AreEqual(z, Kernels.LogLoss([z], [1f]), -logSigmoid[0]))
            {
                throw new InvalidOperationException($"the log-loss terms of {z:R} are not softplus and -log-sigmoid");
            }

            count++;
        }

        return count;
    }

    /// <summary>Whether a loss has the bits of the function or, where e^-|z| is no normal number, is off by no more than that.</summary>
    private static bool AreEqual(float z, double loss, float value) =>
        loss == value || (MathF.Abs(z) > 87.33f && Math.Abs(loss - value) <= Math.Exp(-87.33));
}

namespace VectorLR.Images;

/// <summary>The header of a scan of a JPEG file.</summary>
/// <param name="Components">The components in it.</param>
/// <param name="First">The first coefficient.</param>
/// <param name="Last">The last coefficient.</param>
/// <param name="HighBit">The bit down to which an earlier scan coded them; 0 in their first scan.</param>
/// <param name="LowBit">The bit down to which this scan codes them.</param>
internal readonly record struct JpegScan(byte[] Components, byte First, byte Last, int HighBit, int LowBit)
{
    public static JpegScan Read(PictureReader reader)
    {
        byte[] components = new byte[reader.Byte()];
        for (int i = 0; i < components.Length; i++)
        {
            components[i] = reader.Byte();
            _ = reader.Byte();
        }

        byte first = reader.Byte();
        byte last = reader.Byte();
        byte bits = reader.Byte();
        return new JpegScan(components, first, last, bits >> 4, bits & 15);
    }
}

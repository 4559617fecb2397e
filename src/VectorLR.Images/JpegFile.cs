namespace VectorLR.Images;

/// <summary>The structure of a JPEG file.</summary>
/// <remarks>Source: ITU-T T.81, annexes B, F and G.</remarks>
internal static class JpegFile
{
    private const byte StartOfImage = 0xD8;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;
    private const byte App1 = 0xE1;
    private const byte Temporary = 0x01;

    // Encoders write about ten. Each costs the decoder a pass over the picture.
    private const int MaxScans = 256;

    private static ReadOnlySpan<byte> ExifPrefix => "Exif\0\0"u8;

    /// <summary>Passes over every segment and scan up to the end of the image.</summary>
    public static PictureHeader Header(PictureReader reader)
    {
        reader.Position = 2;
        JpegFrame? frame = null;
        int orientation = 0;
        int scans = 0;
        byte marker = Marker(reader);
        while (marker != EndOfImage)
        {
            if (marker is StartOfImage or Temporary or (>= 0xD0 and <= 0xD7))
            {
                marker = Marker(reader);
                continue;
            }

            long start = reader.Position;
            int length = reader.UInt16BigEndian();
            if (length < 2 || start + length > reader.Length)
            {
                throw reader.Truncated();
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                frame = frame is null ? JpegFrame.Read(reader, marker) : throw reader.Corrupt("a corrupt image (two frame headers)");
            }
            else if (marker == App1 && orientation == 0)
            {
                byte[] data = new byte[length - 2];
                reader.Bytes(data);
                orientation = data.AsSpan().StartsWith(ExifPrefix) ? ExifOrientation.Read(data) ?? 1 : 0;
            }

            if (marker == StartOfScan)
            {
                if (frame is null || ++scans > MaxScans)
                {
                    throw reader.Corrupt(frame is null ? "a corrupt image (no frame header)" : $"more than {MaxScans} scans");
                }

                JpegScan scan = JpegScan.Read(reader);
                reader.Position = start + length;
                marker = EntropyCoded(reader);

                // The marker's two bytes are not data.
                frame.Add(reader, scan, reader.Position - 2 - start - length);
            }
            else
            {
                reader.Position = start + length;
                marker = Marker(reader);
            }
        }

        return frame is not null && frame.IsComplete
            ? frame.Header(reader) with { Orientation = Math.Max(1, orientation), Parts = [(0, reader.Position)] }
            : throw reader.Truncated();
    }

    /// <summary>Moves past the next marker.</summary>
    private static byte Marker(PictureReader reader)
    {
        byte marker = AfterFF(reader);
        while (marker == 0)
        {
            marker = AfterFF(reader);
        }

        return marker;
    }

    /// <summary>
    /// Moves past entropy-coded data and the marker after it. FF 00 is a data byte, and a restart marker stands between data.
    /// </summary>
    private static byte EntropyCoded(PictureReader reader)
    {
        byte marker = AfterFF(reader);
        while (marker is 0 or (>= 0xD0 and <= 0xD7))
        {
            marker = AfterFF(reader);
        }

        return marker;
    }

    /// <summary>Moves past the next FF, which fill bytes of FF may follow, and the byte after it.</summary>
    private static byte AfterFF(PictureReader reader)
    {
        byte next = 0xFF;
        for (bool found = reader.SkipTo(0xFF); next == 0xFF; next = reader.Byte())
        {
            if (!found)
            {
                throw reader.Truncated();
            }
        }

        return next;
    }
}

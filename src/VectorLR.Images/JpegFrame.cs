namespace VectorLR.Images;

/// <summary>The frame of a JPEG file: its components, and how far the scans have coded each coefficient.</summary>
internal sealed class JpegFrame
{
    private const int Coefficients = 64;
    private const sbyte Missing = -1;

    private readonly bool _isProgressive;
    private readonly long _width;
    private readonly long _height;
    private readonly byte[] _ids;
    private readonly long[] _blocks;

    // The lowest bit that is coded so far; one row of 64 for each component.
    private readonly sbyte[] _lowestBits;
    private bool _hasManyScans;

    private JpegFrame(bool isProgressive, long width, long height, byte[] ids, long[] blocks)
    {
        (_isProgressive, _width, _height, _ids, _blocks) = (isProgressive, width, height, ids, blocks);
        _lowestBits = new sbyte[ids.Length * Coefficients];
        _lowestBits.AsSpan().Fill(Missing);
    }

    /// <summary>Whether the scans have every component, and every coefficient that they began down to its lowest bit.</summary>
    public bool IsComplete
    {
        get
        {
            for (int component = 0; component < _ids.Length; component++)
            {
                ReadOnlySpan<sbyte> lowest = _lowestBits.AsSpan(component * Coefficients, Coefficients);
                if (lowest[0] == Missing || lowest.ContainsAnyExcept(Missing, (sbyte)0))
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Reads a frame header.</summary>
    public static JpegFrame Read(PictureReader reader, byte marker)
    {
        if (marker > 0xC2)
        {
            throw reader.Corrupt($"a JPEG of process {marker - 0xC0} (lossless, hierarchical or arithmetic)");
        }

        _ = reader.Byte();
        long height = reader.UInt16BigEndian();
        long width = reader.UInt16BigEndian();
        new PictureHeader(PictureKind.Jpeg, width, height, HasPasses: marker == 0xC2, Orientation: 1).RequireSize(reader.Path);
        int count = reader.Byte();
        byte[] ids = new byte[count];
        int[] across = new int[count];
        int[] down = new int[count];
        for (int i = 0; i < count; i++)
        {
            ids[i] = reader.Byte();
            byte sampling = reader.Byte();
            (across[i], down[i]) = (sampling >> 4, sampling & 15);
            if (across[i] is 0 or > 4 || down[i] is 0 or > 4)
            {
                throw reader.Corrupt($"a corrupt image (sampling factors {across[i]} x {down[i]})");
            }

            _ = reader.Byte();
        }

        if (count is 0 or > 4)
        {
            throw reader.Corrupt($"a corrupt image ({count} components)");
        }

        long[] blocks = new long[count];
        for (int i = 0; i < count; i++)
        {
            blocks[i] = Blocks(width, across[i], across.Max()) * Blocks(height, down[i], down.Max());
        }

        return new JpegFrame(marker == 0xC2, width, height, ids, blocks);
    }

    /// <summary>The header of the picture.</summary>
    public PictureHeader Header(PictureReader reader)
    {
        PictureHeader header = new(PictureKind.Jpeg, _width, _height, _isProgressive || _hasManyScans, Orientation: 1);
        header.RequireSize(reader.Path);
        return header;
    }

    /// <summary>Adds a scan. Its data must be long enough for its blocks.</summary>
    public void Add(PictureReader reader, JpegScan scan, long bytes)
    {
        _hasManyScans |= scan.Components.Length < _ids.Length;
        long blocks = 0;
        foreach (byte id in scan.Components)
        {
            int component = Array.IndexOf(_ids, id);
            if (component < 0)
            {
                throw reader.Corrupt($"a corrupt image (a scan of component {id}, which the frame does not have)");
            }

            blocks += _blocks[component];
            int last = Math.Min((int)scan.Last, Coefficients - 1);
            for (int k = _isProgressive ? scan.First : 0; k <= (_isProgressive ? last : Coefficients - 1); k++)
            {
                _lowestBits[(component * Coefficients) + k] = _isProgressive ? (sbyte)scan.LowBit : (sbyte)0;
            }
        }

        // No code is shorter than one bit. A block has a DC code, and in a sequential scan the end of its AC codes too.
        long bits = !_isProgressive ? 2 * blocks : scan.First == 0 && scan.HighBit == 0 ? blocks : 0;
        if (8 * bytes < bits)
        {
            throw reader.Truncated();
        }
    }

    private static long Blocks(long size, int sampling, int largest) => (((size * sampling) + largest - 1) / largest + 7) / 8;
}

namespace VectorLR.Data;

/// <summary>The line of each record. It takes memory only where lines between records are left out.</summary>
internal sealed class RecordLines
{
    // The records after which the lines are not consecutive, with the line of each.
    private readonly List<int> _records = [];
    private readonly List<long> _lines = [];
    private int _count;
    private long _next = -1;

    /// <summary>Adds the line of the next record.</summary>
    public void Add(long line)
    {
        if (line != _next)
        {
            _records.Add(_count);
            _lines.Add(line);
        }

        _count++;
        _next = line + 1;
    }

    /// <summary>Returns the line of a record.</summary>
    public long this[int record]
    {
        get
        {
            int found = _records.BinarySearch(record);
            int before = found >= 0 ? found : ~found - 1;
            return _lines[before] + (record - _records[before]);
        }
    }
}

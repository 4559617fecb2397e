namespace VectorLR.Training;

/// <summary>Memory that equals other memory of the same values. A record with such a field is compared by content.</summary>
internal readonly struct MemoryContents<T>(ReadOnlyMemory<T> memory) : IEquatable<MemoryContents<T>>
    where T : IEquatable<T>
{
    public ReadOnlyMemory<T> Memory => memory;

    public bool Equals(MemoryContents<T> other) => Memory.Span.SequenceEqual(other.Memory.Span);

    public override bool Equals(object? obj) => obj is MemoryContents<T> other && Equals(other);

    public override int GetHashCode() => Contents.Hash(Memory.Span);
}

/// <summary>A list that equals another list of the same values. A record with such a field is compared by content.</summary>
internal readonly struct ListContents<T>(IReadOnlyList<T> list) : IEquatable<ListContents<T>>
{
    public IReadOnlyList<T> List => list;

    public bool Equals(ListContents<T> other) =>
        ReferenceEquals(List, other.List) || (List is not null && other.List is not null && List.SequenceEqual(other.List));

    public override bool Equals(object? obj) => obj is ListContents<T> other && Equals(other);

    public override int GetHashCode() => List is { Count: > 0 } ? HashCode.Combine(List.Count, List[0]) : 0;
}

/// <summary>Hash codes of values.</summary>
internal static class Contents
{
    // More values cost time and tell few arrays apart.
    private const int MaxHashed = 32;

    /// <summary>A hash code of the length and the first values.</summary>
    public static int Hash<T>(ReadOnlySpan<T> values)
    {
        HashCode hash = default;
        hash.Add(values.Length);
        foreach (T value in values[..Math.Min(MaxHashed, values.Length)])
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }
}

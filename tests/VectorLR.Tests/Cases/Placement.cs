namespace VectorLR.Tests;

/// <summary>Where a span stands in its memory.</summary>
internal enum Edge
{
    /// <summary>Some elements after a multiple of 64 bytes, with memory that may be touched on both sides.</summary>
    None,

    /// <summary>Its first element is the first after a page that cannot be touched.</summary>
    Start,

    /// <summary>Its last element is the last before a page that cannot be touched.</summary>
    End,
}

/// <summary>Where a span stands: an offset within a register, or at the edge of memory.</summary>
internal readonly record struct Placement(Edge Edge, int Offset)
{
    public static Placement Start => new(Edge.Start, 0);

    public static Placement End => new(Edge.End, 0);

    public static Placement At(int offset) => new(Edge.None, offset);

    public override string ToString() => Edge switch
    {
        Edge.Start => "starting at a guard page",
        Edge.End => "ending at a guard page",
        _ => $"offset {Offset}",
    };
}

using System.Text.Json.Serialization;

namespace VectorLR.Benchmarks.Peers;

/// <summary>The kind of a row.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PeerKind>))]
internal enum PeerKind
{
    /// <summary>An alternative library.</summary>
    Peer,

    /// <summary>A plain for-loop.</summary>
    Loop,

    /// <summary>A lower bound on the time: only reading the data.</summary>
    Limit,

    /// <summary>Another configuration of this library.</summary>
    Self,

    /// <summary>A target time.</summary>
    Goal,
}

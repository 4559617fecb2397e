using System.Text.Json.Serialization;

namespace VectorLR.Benchmarks.Peers;

/// <summary>What a row compares with.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PeerKind>))]
internal enum PeerKind
{
    /// <summary>What a user would take instead.</summary>
    Peer,

    /// <summary>The notes' plain loop.</summary>
    Loop,

    /// <summary>Less than the work: only reading what it reads.</summary>
    Limit,

    /// <summary>This library in another way.</summary>
    Self,

    /// <summary>A time to keep to.</summary>
    Goal,
}

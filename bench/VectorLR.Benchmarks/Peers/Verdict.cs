using System.Text.Json.Serialization;

namespace VectorLR.Benchmarks.Peers;

/// <summary>Whether a target is met.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
internal enum Verdict
{
    /// <summary>The median ratio reaches the target.</summary>
    Met,

    /// <summary>The median ratio is below the target, and the upper quartile reaches it.</summary>
    Tie,

    /// <summary>The upper quartile is below the target.</summary>
    Short,
}

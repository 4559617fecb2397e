namespace VectorLR.Cli.Commands;

/// <summary>The options of train. Each property is the option of its name.</summary>
internal sealed record TrainOptions
{
    public required DataSource Source { get; init; }

    public required string Optimizer { get; init; }

    public required double LearningRate { get; init; }

    public required int Iterations { get; init; }

    public required double Tolerance { get; init; }

    public required double L2 { get; init; }

    public required string? Precision { get; init; }

    public required double Scale { get; init; }

    public required bool Standardize { get; init; }

    public required bool NoIntercept { get; init; }

    public required string? ClassWeight { get; init; }

    public required string? SampleWeights { get; init; }

    public required int Threads { get; init; }

    public required string? Isa { get; init; }

    public required string? History { get; init; }

    public required string? Chart { get; init; }

    public required string? Model { get; init; }

    public required string? Checkpoint { get; init; }

    public required string? Resume { get; init; }

    public required bool Summary { get; init; }

    public required bool Json { get; init; }
}

namespace VectorLR.Cli.Commands;

/// <summary>What the user asked train to do; each is the option of its name.</summary>
internal sealed record TrainOptions(
    string Data,
    string? Labels,
    string? Label,
    string? Positive,
    bool DecimalComma,
    int? Size,
    bool SkipBad,
    string Optimizer,
    double LearningRate,
    int Iterations,
    double Tolerance,
    string? Precision,
    double Scale,
    int Threads,
    string? Isa,
    string? History,
    string? Chart,
    string? Model,
    bool Json);

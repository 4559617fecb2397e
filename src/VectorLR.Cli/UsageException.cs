namespace VectorLR.Cli;

/// <summary>The exception for invalid or conflicting options. The message is one line for the user.</summary>
internal sealed class UsageException(string message) : Exception(message);

namespace VectorLR.Cli;

/// <summary>Options that do not go together or name what is not there. The message is one line for the user.</summary>
internal sealed class UsageException(string message) : Exception(message);

namespace Reporting.Local.CommandLine;

/// <summary>Something that the person at the keyboard can mend. Its message is the one line that is shown; the process ends with code 1.</summary>
public sealed class UserErrorException(string message, Exception? innerException = null) : Exception(message, innerException);

using Microsoft.Extensions.Logging;

namespace Reporting.Access.Tokens;

internal static partial class SigningKeySourceLog
{
    [LoggerMessage(4001, LogLevel.Warning, "The sign-in authority's keys could not be read from {Address}.")]
    public static partial void KeysNotRead(this ILogger<SigningKeySource> logger, string address, Exception exception);
}

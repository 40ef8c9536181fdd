using System.Text.Encodings.Web;
using Reporting.Access;

namespace Reporting.Local.SignIn;

/// <summary>The page on which the user chooses an account.</summary>
internal static class SignInPage
{
    /// <summary>The page; each choice is the request's own address with the account added.</summary>
    public static IResult Respond(HttpRequest request) => Html($$"""
        <h1>Sign in to Reporting</h1>
        <p class="quiet">The sign-in of a development host: it asks for no password and works on this machine only.</p>
        <p><a class="sign-in-choice" href="{{Address(request, "admin")}}">Sign in as an administrator<span class="quiet block">{{DevelopmentIssuer.AdminName}}</span></a></p>
        <p><a class="sign-in-choice" href="{{Address(request, "user")}}">Sign in as an ordinary user<span class="quiet block">{{DevelopmentIssuer.UserName}}, without the administrator role</span></a></p>
        """);

    /// <summary>What is wrong with a request that no application of ours sends.</summary>
    public static IResult Refusal(string problem) =>
        Html($"<h1>This sign-in request cannot be answered</h1><p>{HtmlEncoder.Default.Encode(problem)}</p>", StatusCodes.Status400BadRequest);

    private static string Address(HttpRequest request, string account) =>
        HtmlEncoder.Default.Encode($"{request.Path}{request.QueryString}&account={account}");

    private static IResult Html(string body, int status = StatusCodes.Status200OK) => Results.Content($$"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <title>Sign in · Reporting</title>
          <link rel="icon" href="/admin/icon.svg" type="image/svg+xml">
          <link rel="stylesheet" href="/admin/styles/base.css">
          <link rel="stylesheet" href="/admin/styles/sign-in.css">
        </head>
        <body><main class="sign-in">{{body}}</main></body>
        </html>
        """, "text/html; charset=utf-8", statusCode: status);
}

using Azure.Core;
using Azure.Core.Pipeline;
using Reporting.Storage;

namespace Reporting.Tests.Exports.Jobs;

/// <summary>Lets writes happen and then loses their answers, as a broken connection does.</summary>
internal sealed class LostResponsePolicy : HttpPipelineSynchronousPolicy
{
    private int _toLose;

    /// <summary>How many answers have been lost.</summary>
    public int Lost { get; private set; }

    public TablePipelinePolicy AsPolicy() => new(this, HttpPipelinePosition.PerRetry);

    public void LoseNext(int count) => _toLose = count;

    public override void OnReceivedResponse(HttpMessage message)
    {
        if (message.Request.Method != RequestMethod.Get && message.Response.Status < 300 && _toLose > 0)
        {
            _toLose--;
            Lost++;
            throw new IOException("The answer was lost.");
        }
    }
}

using Reporting.Tests.Faults;

namespace Reporting.Tests.WholeSystem.Campaign;

/// <summary>What a seed has in store for an export.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Share">The share of requests to the product's account that meet a fault, 0 to 1.</param>
/// <param name="Deaths">How often the host dies.</param>
/// <param name="Requests">Requests of an undisturbed run: the host dies within about as many.</param>
/// <param name="HubShare">The share of requests to the task hub that meet a fault.</param>
internal sealed record CampaignFaults(int Seed, double Share, int Deaths, int Requests, double HubShare = 0)
{
    /// <summary>Requests to the death of a life.</summary>
    public int DeathAfter(int life) => (int)(SeededChance.Draw(Seed, life, 2) * Requests * 0.9);

    /// <summary>Whether the request with which a life ends is carried out.</summary>
    public bool IsCarriedOut(int life) => SeededChance.Draw(Seed, life, 3) < 0.5;

    /// <summary>Whether a life does not end but only stalls, and goes on beside the next.</summary>
    public bool IsStall(int life) => SeededChance.Draw(Seed, life, 4) < 0.25;
}

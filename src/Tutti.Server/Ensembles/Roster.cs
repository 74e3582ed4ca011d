using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Tutti.Distributed.Ensembles;

namespace Tutti.Server.Ensembles;

/// <summary>Who is a member, and who may become one. Thread-safe.</summary>
internal sealed class Roster(EnsembleHubOptions options, Action<IEnsembleNode> joined)
{
    private const int MaxRemembered = 4096;

    private readonly Lock gate = new();
    private readonly Dictionary<string, RemoteMember> members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (RemoteMember Member, Seat Seat)> seats = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> refusals = new(StringComparer.Ordinal);
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The members that are there now and that the driver has, by name.</summary>
    internal IReadOnlyList<IEnsembleNode> Present
    {
        get
        {
            lock (gate)
                return [.. seats.Values.Select(entry => entry.Member).Where(member => member.IsTaken)
                    .OrderBy(member => member.Facts.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>Why names were refused that have not joined since; only those who have a token get here.</summary>
    internal IReadOnlyDictionary<string, string> Refusals
    {
        get
        {
            lock (gate) return new Dictionary<string, string>(refusals, StringComparer.Ordinal);
        }
    }

    /// <summary>Ends with the next change of <see cref="Present"/>.</summary>
    internal Task Changed
    {
        get
        {
            lock (gate) return changed.Task;
        }
    }

    /// <exception cref="Problem">The node may not join.</exception>
    internal Seat Join(NodeFacts facts, string instance)
    {
        RemoteMember member;
        Seat seat;
        var isNew = false;
        lock (gate)
        {
            members.TryGetValue(facts.Name, out var known);
            ThrowIfRefused(facts, instance, known);
            isNew = known is null;
            member = known ?? new RemoteMember(facts, options.MaxChunkBytes, Remove);
            seat = CreateSeat(member, instance);
            if (member.Seat is { } previous) seats.Remove(previous.Id);
            members[facts.Name] = member;
            seats[seat.Id] = (member, seat);
            member.Sit(seat, facts);
        }
        if (isNew) Announce(member, seat);
        lock (gate) refusals.Remove(facts.Name);
        options.Notice?.Invoke($"node '{facts.Name}' {(isNew ? "joined" : "came back")}");
        Signal();
        return seat;
    }

    /// <summary>Remembers why a node may not join.</summary>
    internal void Refuse(string name, string reason)
    {
        lock (gate) refusals[name] = reason;
        options.Notice?.Invoke($"refused '{name}': {reason}");
    }

    internal Seat? Find(string id, out string name)
    {
        lock (gate)
        {
            var found = seats.TryGetValue(id, out var entry);
            name = found ? entry.Member.Facts.Name : "";
            return found ? entry.Seat : null;
        }
    }

    internal string VersionOf(string name)
    {
        lock (gate) return members.TryGetValue(name, out var member) ? member.Facts.Version : "";
    }

    internal void Leave(Seat seat, string reason)
    {
        RemoteMember member;
        lock (gate)
        {
            if (!seats.Remove(seat.Id, out var entry)) return;
            member = entry.Member;
        }
        if (!member.Leave(seat, reason)) return;
        options.Notice?.Invoke($"node '{member.Facts.Name}' is gone: {reason}");
        Signal();
    }

    internal void LeaveAll(string reason)
    {
        Seat[] all;
        lock (gate) all = [.. seats.Values.Select(entry => entry.Seat)];
        foreach (var seat in all) Leave(seat, reason);
    }

    /// <summary>Gives up those who have not asked for work for too long.</summary>
    internal void GiveUpSilent()
    {
        Seat[] silent;
        lock (gate) silent = [.. seats.Values.Select(entry => entry.Seat).Where(seat => seat.IsSilentFor(options.LostAfter))];
        foreach (var seat in silent) Leave(seat, $"it asked for no work for {options.LostAfter.TotalSeconds:0.###} s");
    }

    private Seat CreateSeat(RemoteMember member, string instance)
    {
        Seat? seat = null;
        seat = new Seat(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), instance, options.Time)
        {
            Broken = reason => Leave(seat!, reason),
        };
        return seat;
    }

    private void ThrowIfRefused(NodeFacts facts, string instance, RemoteMember? known)
    {
        string? expected = null;
        if (options.ExpectedVersions is { } manifest && !manifest.TryGetValue(facts.Name, out expected))
            throw Conflict("not a member", $"Join: no such member. Got '{facts.Name}'. Expected {string.Join(", ", manifest.Keys.Order(StringComparer.Ordinal))}. Start the node with its member's name.");
        expected ??= known?.Facts.Version;
        if (expected is not null && facts.Version != expected)
            throw Conflict("another model", $"Join: '{facts.Name}' has another model. Got version {facts.Version}. Expected " +
                $"{expected}. Give the node the model that the ensemble was made with.");
        if ((options.SampleShape ?? known?.Facts.SampleShape) is { } shape && facts.SampleShape != shape)
            throw Conflict("other samples", $"Join: the model of '{facts.Name}' takes other samples. Got shape {facts.SampleShape}. " +
                $"Expected {shape}. Give the node a model for these samples.");
        if (known?.Seat is { } seat && seat.Instance != instance)
            throw Conflict("name taken", $"Join: a node of this name is there. Got a second '{facts.Name}'. Expected one. Choose " +
                $"another name, or stop the other one first.");
        if (seats.Count >= options.MaxNodes && known?.Seat is null || known is null && members.Count >= MaxRemembered)
            throw new Problem(StatusCodes.Status503ServiceUnavailable, "full", $"Join: the ensemble is full. Got one more than " +
                $"{options.MaxNodes} nodes. Expected at most as many.");
    }

    // The driver may refuse a node, for instance because it is stopping.
    private void Announce(RemoteMember member, Seat seat)
    {
        try
        {
            joined(member);
            member.IsTaken = true;
        }
        catch (Exception refused)
        {
            member.Leave(seat, "the driver did not take it");
            Remove(member);
            options.Notice?.Invoke($"node '{member.Facts.Name}' was not taken: {refused.Message}");
            throw refused is ArgumentException ? Conflict("not taken", $"Join: the driver does not take '{member.Facts.Name}'. " +
                $"{refused.Message}")
                : new Problem(StatusCodes.Status503ServiceUnavailable, "not taken", "Join: the driver takes no node now. Try again later.");
        }
    }

    private void Remove(RemoteMember member)
    {
        lock (gate)
        {
            if (members.TryGetValue(member.Facts.Name, out var known) && known == member) members.Remove(member.Facts.Name);
            foreach (var id in seats.Where(entry => entry.Value.Member == member).Select(entry => entry.Key).ToArray()) seats.Remove(id);
        }
        Signal();
    }

    private void Signal()
    {
        TaskCompletionSource previous;
        lock (gate) (previous, changed) = (changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        previous.TrySetResult();
    }

    private static Problem Conflict(string title, string detail) => new(StatusCodes.Status409Conflict, title, detail);
}

using System.Collections.Concurrent;
using Tutti.Learning.Detection;
using Tutti.Tensors.Operations;

namespace Tutti.Distributed.Ensembles;

/// <summary>
/// A detector in this process as a node, computing on a thread of its own, one question after the other. A question that is cancelled ends
/// after at most 256 more samples. Thread-safe.
/// </summary>
public sealed class DetectorNode : IEnsembleNode
{
    // As many as reconstruction detectors compute at once, so that cutting costs nothing.
    private const int StretchSamples = 256;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly BlockingCollection<Question> questions = [];
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource closing = new();
    private readonly IAnomalyDetector detector;
    private readonly DetectorNodeOptions options;

    /// <summary>Starts a node.</summary>
    /// <param name="name">Unique in its ensemble.</param>
    /// <param name="detector">The detector; nobody else uses it from now on.</param>
    /// <param name="options">What it gives and says; null for the defaults.</param>
    /// <exception cref="ArgumentException">The name is empty, or options are out of range (all problems are listed).</exception>
    public DetectorNode(string name, IAnomalyDetector detector, DetectorNodeOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(detector);
        this.options = options ?? new DetectorNodeOptions();
        Throw.IfAny(nameof(DetectorNode), this.options.Validate());
        this.detector = detector;
        Facts = new NodeFacts(name, detector.Version, detector.SampleShape)
        {
            TrainingSamples = this.options.TrainingSamples, ValidationScore = this.options.ValidationScore,
        };
        new Thread(Run) { IsBackground = true, Name = $"ensemble {name}" }.Start();
    }

    /// <inheritdoc/>
    public NodeFacts Facts { get; }

    /// <inheritdoc/>
    public Task<double[]> AnswerAsync(SampleChunk chunk, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        if (chunk.SampleShape != Facts.SampleShape)
            return Task.FromException<double[]>(new NodeException(
                $"'{Facts.Name}' knows other samples. Got shape {chunk.SampleShape}. Expected {Facts.SampleShape}."));
        var question = new Question(chunk, cancellation);
        try
        {
            questions.Add(question, CancellationToken.None);
        }
        catch (InvalidOperationException closed)
        {
            return Task.FromException<double[]>(new NodeException($"'{Facts.Name}' has ended.", closed));
        }
        return question.Answer.Task;
    }

    /// <summary>Ends the thread after the stretch of samples that it computes, waiting at most ten seconds for it.</summary>
    /// <returns>A task that ends then.</returns>
    public async ValueTask DisposeAsync()
    {
        questions.CompleteAdding();
        await closing.CancelAsync().ConfigureAwait(false);
        await ended.Task.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Run()
    {
        using var threads = ComputeThreads.Use(options.ComputeThreads);
        foreach (var question in questions.GetConsumingEnumerable()) Answer(question);
        ended.SetResult();
    }

    private void Answer(Question question)
    {
        try
        {
            question.Answer.SetResult(Score(question));
        }
        catch (OperationCanceledException cancelled) when (question.Cancellation.IsCancellationRequested)
        {
            question.Answer.SetCanceled(cancelled.CancellationToken);
        }
        catch (OperationCanceledException cancelled) when (closing.IsCancellationRequested)
        {
            question.Answer.SetException(new NodeException($"'{Facts.Name}' has ended.", cancelled));
        }
        catch (Exception failure)
        {
            question.Answer.SetException(new NodeException($"'{Facts.Name}' failed. {failure.Message}", failure));
        }
    }

    private double[] Score(Question question)
    {
        var values = new double[question.Chunk.Count];
        for (var start = 0; start < values.Length; start += StretchSamples)
        {
            question.Cancellation.ThrowIfCancellationRequested();
            closing.Token.ThrowIfCancellationRequested();
            var samples = new ChunkSamples(question.Chunk, start, Math.Min(StretchSamples, values.Length - start));
            var part = options.Output == DetectorOutput.Scores ? detector.Score(samples) : detector.PValues(samples);
            if (part.Length != samples.Count)
                throw new InvalidOperationException($"Got {part.Length} values from the detector. Expected {samples.Count}.");
            part.CopyTo(values, start);
        }
        return values;
    }

    private sealed record Question(SampleChunk Chunk, CancellationToken Cancellation)
    {
        public TaskCompletionSource<double[]> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

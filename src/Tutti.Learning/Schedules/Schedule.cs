namespace Tutti.Learning.Schedules;

/// <summary>
/// How the learning rate, or the momentum, changes in the course of a training. Depends on the step alone, so a training can go on from any
/// step.
/// </summary>
/// <param name="baseRate">The optimizer's learning rate, or momentum, when the training began.</param>
/// <param name="step">The step the value is for, from 0.</param>
/// <param name="stepCount">How many steps the whole training has.</param>
/// <returns>The learning rate of the step, at least 0, or its momentum.</returns>
public delegate double Schedule(double baseRate, long step, long stepCount);

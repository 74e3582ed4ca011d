namespace Tutti.Learning.Schedules;

/// <summary>How the learning rate changes in the course of a training.</summary>
/// <param name="baseRate">The optimizer's learning rate when the training began.</param>
/// <param name="step">The step the rate is for, from 0.</param>
/// <param name="stepCount">How many steps the whole training has.</param>
/// <returns>The learning rate of the step, greater than 0.</returns>
public delegate double Schedule(double baseRate, long step, long stepCount);

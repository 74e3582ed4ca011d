namespace Tutti.Experiments.MetaLearners;

/// <summary>What a learner says of itself and what is true, fed rightly and wrongly.</summary>
/// <param name="Refusal">What the guard says of the wrong way.</param>
/// <param name="WrongApparentPercent">Right on the rows it learned from, of predictions that members made of what they had seen.</param>
/// <param name="WrongTestPercent">The same on test rows.</param>
/// <param name="WrongTestLogLoss">Its log loss there.</param>
/// <param name="RightApparentPercent">The same learner fed out-of-fold predictions, on the rows it learned from.</param>
/// <param name="RightTestPercent">On test rows.</param>
/// <param name="RightTestLogLoss">Its log loss there.</param>
internal sealed record LeakResult(
    string Refusal, double WrongApparentPercent, double WrongTestPercent, double WrongTestLogLoss,
    double RightApparentPercent, double RightTestPercent, double RightTestLogLoss);

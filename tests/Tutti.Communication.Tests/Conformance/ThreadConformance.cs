namespace Tutti.Communication.Tests.Conformance;

public sealed class ThreadConformance : AllocationFreeConformance
{
    protected override IReadOnlyList<Exception?> Run(int size, TimeSpan timeout, Action<ProcessGroup> work)
    {
        var errors = new Exception?[size];
        var first = Record.Exception(() => Ranks.Run(size, world => Work(world, errors, work), timeout));
        // A job whose ranks all returned must have ended well.
        return errors.All(error => error is null) && first is not null ? throw first : errors;
    }

    private static int Work(World world, Exception?[] errors, Action<ProcessGroup> work)
    {
        try
        {
            work(world.Group);
            return 0;
        }
        catch (Exception error)
        {
            errors[world.Rank] = error;
            throw;
        }
    }
}

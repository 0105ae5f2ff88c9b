namespace OpenTraces.Schema;

internal static class StepViewBuilder
{
    public static StepView Build(Step step)
    {
        ArgumentNullException.ThrowIfNull(step);
        throw new NotImplementedException();
    }
}

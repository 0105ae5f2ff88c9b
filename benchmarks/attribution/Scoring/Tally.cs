namespace OpenTraces.Attribution.Scoring;

/// <summary>Right and wrong claims about lines.</summary>
internal sealed class Tally
{
    /// <summary>Lines a call wrote.</summary>
    public int Written { get; set; }

    /// <summary>Lines that were said to be a call's.</summary>
    public int Claimed { get; set; }

    /// <summary>Lines that were said to be the call's that wrote them.</summary>
    public int Right { get; set; }

    public int Wrong => Claimed - Right;

    public double Precision => Claimed == 0 ? 1 : (double)Right / Claimed;

    public double Recall => Written == 0 ? 1 : (double)Right / Written;

    public void Add(Tally other)
    {
        Written += other.Written;
        Claimed += other.Claimed;
        Right += other.Right;
    }
}

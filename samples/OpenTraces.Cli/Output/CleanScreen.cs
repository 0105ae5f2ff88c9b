using Spectre.Console;
using Spectre.Console.Rendering;

namespace OpenTraces.Cli.Output;

/// <summary>Everything drawn for people passes here, so that no command has to think of what it shows of others.</summary>
internal sealed class CleanScreen : IRenderHook
{
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) => renderables.Select(r => new Clean(r));

    private sealed class Clean(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth)
            .Select(s => s.IsControlCode || s.IsLineBreak ? s : new Segment(TerminalText.Clean(s.Text), s.Style));
    }
}

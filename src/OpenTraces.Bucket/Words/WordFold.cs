namespace OpenTraces.Bucket.Words;

/// <summary>
/// Folds case and Latin and Greek accents, character by character. The tables are of Unicode decompositions, written out
/// because an application without globalization data cannot normalise, and an index must not depend on that.
/// </summary>
internal static class WordFold
{
    // U+00C0 to U+024F.
    private const string Latin =
        "aaaaaaæceeeeiiiiðnooooo\u00D7øuuuuyþßaaaaaaæceeeeiiiiðnooooo\u00F7øuuuuyþy" +
        "aaaaaaccccccccddđđeeeeeeeeeegggggggghhħħiiiiiiiiiıĳĳjjkkĸllllllŀ" +
        "ŀłłnnnnnnŉŋŋooooooœœrrrrrrssssssssttttŧŧuuuuuuuuuuuuwwyyyzzzzzzſ" +
        "ƀɓƃƃƅƅɔƈƈɖɗƌƌƍǝəɛƒƒɠɣƕɩɨƙƙƚƛɯɲƞɵooƣƣƥƥʀƨƨʃƪƫƭƭʈuuʊʋƴƴƶƶʒƹƹƺƻƽƽƾƿ" +
        "ǀǁǂǃǆǆǆǉǉǉǌǌǌaaiioouuuuuuuuuuǝaaaaææǥǥggkkooooʒʒjǳǳǳggƕƿnnaaææøø" +
        "aaaaeeeeiiiioooorrrruuuussttȝȝhhƞȡȣȣȥȥaaeeooooooooyyȴȵȶȷȸȹⱥȼȼƚⱦȿ" +
        "ɀɂɂƀʉʌɇɇɉɉɋɋɍɍɏɏ";

    // U+0370 to U+03FF.
    private const string Greek =
        "ͱͱͳͳʹ\u0375ͷͷ\u0378\u0379ͺͻͼͽ\u037Eϳ\u0380\u0381\u0382\u0383\u0384\u00A8α\u0387εηι\u038Bο\u038Dυωιαβγδεζηθικλμνξοπρ\u03A2στυφχψωιυαεηι" +
        "υαβγδεζηθικλμνξοπρςστυφχψωιυουωϗϐϑ\u03D2\u03D2\u03D2ϕϖϗϙϙϛϛϝϝϟϟϡϡϣϣϥϥϧϧϩϩϫϫϭϭϯϯ" +
        "ϰϱϲϳθϵ\u03F6ϸϸϲϻϻϼͻͼͽ";

    // U+1E00 to U+1EFF.
    private const string LatinAdditional =
        "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm" +
        "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv" +
        "wwwwwwwwwwxxxxyyzzzzzzhtwyẚſẜẝßẟaaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee" +
        "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyyỻỻỽỽỿỿ";

    /// <summary>True for the accents that follow their letter and are dropped.</summary>
    public static bool IsAccent(char c) => c is >= '\u0300' and <= '\u036F';

    public static char Fold(char c) => c switch
    {
        < '\u0080' => char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c,
        >= '\u00C0' and < '\u0250' => Latin[c - '\u00C0'],
        >= '\u0370' and < '\u0400' => Greek[c - '\u0370'],
        >= '\u1E00' and < '\u1F00' => LatinAdditional[c - '\u1E00'],
        _ => char.ToLowerInvariant(c),
    };
}

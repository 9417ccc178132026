import Testing

@Suite("The lexer under the style checker")
struct SwiftLexerTests {
    struct Sample: CustomTestStringConvertible {
        let source: String
        /// The tokens with a space between, literals in angle quotes.
        let code: String

        var testDescription: String { source.debugDescription }
    }

    static let samples: [Sample] = [
        Sample(source: "let a = b+1", code: "let a = b + 1"),
        Sample(source: "a // b\nc /* d /* e */ f */ g", code: "a c g"),
        Sample(source: "a /* b\n\nc */ d", code: "a d"),
        Sample(source: #"f("a // b", "\"c")"#, code: "f ( ‹a // b› , ‹\"c› )"),
        Sample(source: #"f("a\(g("b") + h)c")"#, code: "f ( ‹ac› g ( ‹b› ) + h )"),
        Sample(source: ##"f(#"a"\(b)"#, #"\#(c)"#)"##, code: ##"f ( ‹a"\(b)› , ‹› c )"##),
        Sample(source: "f(\"\"\"\n  a \"b\" \"\"c\n  \"\"\")", code: "f ( ‹\n  a \"b\" \"\"c\n  › )"),
        Sample(source: "\"open\nlet a = 1", code: "‹open› let a = 1"),
        Sample(source: "#if a\n`default`", code: "# if a default"),
        Sample(source: "/* open", code: ""),
        Sample(source: "\"\\", code: "‹›"),
        Sample(source: "größe", code: "größe"),
    ]

    @Test("code, literals and comments are told apart", arguments: samples)
    func tokens(sample: Sample) {
        let texts = SwiftLexer(sample.source).tokens.map { $0.isString ? "‹\($0.text)›" : $0.text }
        #expect(texts.joined(separator: " ") == sample.code)
    }

    @Test("lines are counted through comments and literals")
    func lines() {
        let lexer = SwiftLexer("a\n/* b\n */ c\n\"\"\"\n  d\n  \"\"\" + \"\\(e)\"\nf // g\n")
        #expect(lexer.tokens.map(\.line) == [1, 3, 4, 6, 6, 6, 7])
        #expect(lexer.comments == [2: "/* b", 3: " */", 7: "// g"])
    }

    @Test("tokens know whether they touch the one before")
    func touching() {
        #expect(
            SwiftLexer("try! a as !b\"c\"#").tokens.map(\.touchesPrevious) == [
                false, true, false, false, false, true, true, true,
            ])
    }

    @Test("only a literal that interpolates says so")
    func interpolation() {
        let kinds = SwiftLexer(#""a\n" "\(b)" "\u{41}""#).tokens.filter(\.isString).map(\.kind)
        #expect(kinds == [.string, .interpolatedString, .string])
    }
}

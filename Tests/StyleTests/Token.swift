/// One lexical element of Swift source, as far as the rules care. Comments are not tokens: they are kept by line.
struct Token: Sendable {
    enum Kind: Sendable {
        /// An identifier, a keyword or the digits of a number.
        case word
        /// One operator or bracket character; `??` is two of them.
        case punctuation
        /// The text of a string literal, without its quotes and interpolations.
        case string
        /// The same, of a literal that interpolates something; the interpolated code follows as tokens.
        case interpolatedString
    }

    let kind: Kind
    let text: String
    let line: Int
    /// Whether nothing at all stands between this token and the one before.
    let touchesPrevious: Bool

    var isString: Bool { kind == .string || kind == .interpolatedString }
}

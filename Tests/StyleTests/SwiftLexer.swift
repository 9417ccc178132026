/// Splits Swift source into tokens and comments, so that no rule mistakes the inside of a literal or a comment for
/// code. It follows nested comments, raw and multi-line literals and code inside interpolations. It never fails: an
/// unterminated literal ends with its line, an unterminated comment with the file. It does not know regex literals
/// between bare slashes, which this code base does not use.
struct SwiftLexer {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var endOfPrevious = -1
    private(set) var tokens: [Token] = []
    /// What a comment says on each line that has one, its markers included.
    private(set) var comments: [Int: String] = [:]

    init(_ text: String) {
        bytes = Array(text.utf8)
        code(endsAtParenthesis: false)
    }

    /// Reads code to the end, or to the parenthesis that closes an interpolation.
    private mutating func code(endsAtParenthesis: Bool) {
        var depth = 0
        while position < bytes.count {
            let byte = bytes[position]
            if endsAtParenthesis && byte == UInt8(ascii: ")") && depth == 0 {
                position += 1
                return
            }
            if byte == UInt8(ascii: "(") { depth += 1 }
            if byte == UInt8(ascii: ")") { depth -= 1 }
            element(startingWith: byte)
        }
    }

    private mutating func element(startingWith byte: UInt8) {
        if byte == UInt8(ascii: "\n") {
            line += 1
            position += 1
        } else if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "`") {
            position += 1
        } else if looking(at: "//") {
            lineComment()
        } else if looking(at: "/*") {
            blockComment()
        } else if isWord(byte) {
            word()
        } else if let pounds = poundsBeforeQuote() {
            literal(pounds: pounds)
        } else {
            emit(.punctuation, from: position, to: position + 1)
            position += 1
        }
    }

    private mutating func word() {
        let start = position
        while position < bytes.count, isWord(bytes[position]) { position += 1 }
        emit(.word, from: start, to: position)
    }

    private mutating func lineComment() {
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
        note(from: start)
    }

    private mutating func blockComment() {
        var depth = 0
        var start = position
        repeat {
            if looking(at: "/*") {
                depth += 1
                position += 2
            } else if looking(at: "*/") {
                depth -= 1
                position += 2
            } else {
                if bytes[position] == UInt8(ascii: "\n") {
                    note(from: start)
                    line += 1
                    start = position + 1
                }
                position += 1
            }
        } while depth > 0 && position < bytes.count
        note(from: start)
    }

    private mutating func literal(pounds: Int) {
        let start = position
        let startLine = line
        let touches = start == endOfPrevious
        position += pounds
        let isMultiline = looking(at: "\"\"\"")
        let quotes = isMultiline ? 3 : 1
        position += quotes
        let index = tokens.count
        tokens.append(Token(kind: .string, text: "", line: startLine, touchesPrevious: touches))
        var text: [UInt8] = []
        var interpolates = false
        while position < bytes.count {
            if looking(at: "\"", times: quotes), looking(at: "#", times: pounds, after: quotes) {
                position += quotes + pounds
                break
            }
            if bytes[position] == UInt8(ascii: "\\"), looking(at: "#", times: pounds, after: 1) {
                interpolates = escape(pounds: pounds, into: &text) || interpolates
                continue
            }
            if bytes[position] == UInt8(ascii: "\n") {
                if !isMultiline { break }
                line += 1
            }
            text.append(bytes[position])
            position += 1
        }
        endOfPrevious = position
        tokens[index] = Token(
            kind: interpolates ? .interpolatedString : .string, text: String(decoding: text, as: UTF8.self),
            line: startLine, touchesPrevious: touches)
    }

    /// Steps over one escape; true if it was an interpolation, whose code has then been read.
    private mutating func escape(pounds: Int, into text: inout [UInt8]) -> Bool {
        position += 1 + pounds
        guard position < bytes.count else { return false }
        if bytes[position] == UInt8(ascii: "(") {
            position += 1
            code(endsAtParenthesis: true)
            return true
        }
        if bytes[position] != UInt8(ascii: "\n") {
            text.append(bytes[position])
            position += 1
        }
        return false
    }

    private func poundsBeforeQuote() -> Int? {
        var next = position
        while next < bytes.count, bytes[next] == UInt8(ascii: "#") { next += 1 }
        return next < bytes.count && bytes[next] == UInt8(ascii: "\"") ? next - position : nil
    }

    private func looking(at text: StaticString) -> Bool {
        var offset = position
        for scalar in text.description.utf8 {
            guard offset < bytes.count, bytes[offset] == scalar else { return false }
            offset += 1
        }
        return true
    }

    private func looking(at character: Unicode.Scalar, times: Int, after skipped: Int = 0) -> Bool {
        let start = position + skipped
        guard start + times <= bytes.count else { return false }
        return bytes[start..<start + times].allSatisfy { $0 == UInt8(ascii: character) }
    }

    private func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...: true
        default: false
        }
    }

    private mutating func emit(_ kind: Token.Kind, from start: Int, to end: Int) {
        tokens.append(
            Token(
                kind: kind, text: String(decoding: bytes[start..<end], as: UTF8.self), line: line,
                touchesPrevious: start == endOfPrevious))
        endOfPrevious = end
    }

    private mutating func note(from start: Int) {
        comments[line, default: ""] += String(decoding: bytes[start..<position], as: UTF8.self)
    }
}

/// A file of the repository, read once and looked at by every rule.
struct SourceFile: Sendable {
    /// Relative to the repository's root.
    let path: String
    let text: String
    let lines: [String]
    let tokens: [Token]
    /// Comments by line number, counted from one.
    let comments: [Int: String]
    private let positions: [String: [Int]]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            String($0) ?? ""
        }
        guard path.hasSuffix(".swift") else {
            (tokens, comments, positions) = ([], [:], [:])
            return
        }
        let lexer = SwiftLexer(text)
        (tokens, comments) = (lexer.tokens, lexer.comments)
        var positions: [String: [Int]] = [:]
        for (index, token) in lexer.tokens.enumerated() where token.kind == .word {
            positions[token.text, default: []].append(index)
        }
        self.positions = positions
    }

    /// The number of lines, the empty one after a final newline not counted.
    var lineCount: Int { lines.last == "" ? lines.count - 1 : lines.count }
    var isSwift: Bool { path.hasSuffix(".swift") }
    var isTest: Bool { path.hasPrefix("Tests/") }
    var isDomain: Bool { path.hasPrefix("Services/") && path.contains("/Domain/") }
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    func isIn(_ folders: [String]) -> Bool {
        folders.contains { path.hasPrefix($0) }
    }

    /// Where in the tokens `word` stands as code.
    func positions(of word: String) -> [Int] {
        positions[word] ?? []
    }

    func token(at index: Int) -> Token? {
        tokens.indices.contains(index) ? tokens[index] : nil
    }

    /// Whether the code from `index` on reads exactly `texts`.
    func reads(at index: Int, _ texts: String...) -> Bool {
        for (offset, text) in texts.enumerated() {
            guard let token = token(at: index + offset), !token.isString, token.text == text else { return false }
        }
        return true
    }

    /// Whether `line` itself or the one before says something in a comment.
    func explains(line: Int) -> Bool {
        comments[line] != nil || comments[line - 1] != nil
    }

    /// The index behind the bracket that closes the one at `open`, or the end of the file.
    func index(afterBracketAt open: Int) -> Int {
        let pairs = ["(": ")", "{": "}", "[": "]"]
        guard let opening = token(at: open)?.text, let closing = pairs[opening] else { return open + 1 }
        var depth = 0
        var index = open
        while let token = token(at: index) {
            index += 1
            if token.isString { continue }
            if token.text == opening { depth += 1 }
            if token.text == closing { depth -= 1 }
            if depth == 0 { return index }
        }
        return index
    }

    /// The indices of the tokens that name a type where it is declared.
    var declaredTypes: [Int] {
        ["struct", "class", "enum", "actor", "protocol", "typealias"].flatMap(positions(of:)).compactMap { index in
            guard let name = token(at: index + 1), name.kind == .word, token(at: index - 1)?.text != "." else {
                return nil
            }
            return ["func", "var", "let", "subscript", "override"].contains(name.text) ? nil : index + 1
        }
    }
}

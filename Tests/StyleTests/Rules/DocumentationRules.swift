/// A reader meets a type before its members: what everyone may use says what it is for.
let documentationRules: [Rule] = [
    .swift("documented types") { file in
        file.declaredTypes.filter { index in
            let line = file.tokens[index].line
            let isPublic = file.tokens[..<index].reversed().prefix { $0.line == line }.contains { $0.text == "public" }
            return isPublic && !file.isDocumented(line: line)
        }.map { index in
            (
                file.tokens[index].line,
                "`\(file.tokens[index].text)` is public: say above it, after `///`, what it is for"
            )
        }
    }
]

extension SourceFile {
    /// Whether a documentation comment stands above `line`, attributes and other comments between them or not.
    fileprivate func isDocumented(line: Int) -> Bool {
        for above in lines[..<(line - 1)].reversed() {
            let text = above.drop { $0 == " " }
            if text.hasPrefix("///") { return true }
            guard text.hasPrefix("@") || text.hasPrefix("//") else { return false }
        }
        return false
    }
}

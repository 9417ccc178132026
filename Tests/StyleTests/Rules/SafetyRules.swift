/// Where the compiler's proof ends, a sentence says who guarantees what.
let safetyRules: [Rule] = [
    .swift("safety is argued") { file in
        let unchecked = file.positions(of: "unchecked").filter { file.reads(at: $0 - 1, "@") }
        let isolated = file.positions(of: "nonisolated").filter { file.reads(at: $0 + 1, "(", "unsafe", ")") }
        let expressions = file.positions(of: "unsafe").filter { index in
            let before = file.token(at: index - 1)?.text
            let next = file.token(at: index + 1)
            return before != "(" && before != "@" && before != "." && next?.kind == .word
                && next?.line == file.tokens[index].line
        }
        let places = unchecked + isolated + expressions + file.positions(of: "Unmanaged")
        return Set(places.map { file.tokens[$0].line }).sorted().filter { !file.argues(above: $0) }.map { line in
            (line, "what the compiler cannot check needs a line above: `// Safety:` and who guarantees what")
        }
    }
]

extension SourceFile {
    /// Whether the comments and attributes directly above `line` include a `// Safety:` sentence.
    fileprivate func argues(above line: Int) -> Bool {
        var above = line - 1
        while above >= 1 {
            let text = lines[above - 1].drop { $0 == " " }
            if text.hasPrefix("// Safety:") { return true }
            guard text.hasPrefix("//") || text.hasPrefix("@") else { return false }
            above -= 1
        }
        return false
    }
}
